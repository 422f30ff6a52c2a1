metadata description = 'What the runs did, in pictures. Each picture is a query in a file, to be tried in the portal as it is.'

param location string
param tags object
param title string
param componentId string

var charts = [
  {
    title: 'Runs by outcome'
    query: loadTextContent('../monitoring/queries/runs-by-outcome.kql')
    visualization: 'barchart'
    width: '50'
  }
  {
    title: 'Duration (seconds)'
    query: loadTextContent('../monitoring/queries/duration.kql')
    visualization: 'timechart'
    width: '50'
  }
  {
    title: 'Time in the queue of Databricks (seconds)'
    query: loadTextContent('../monitoring/queries/queue-time.kql')
    visualization: 'timechart'
    width: '50'
  }
  {
    title: 'Polls per run'
    query: loadTextContent('../monitoring/queries/polls-per-run.kql')
    visualization: 'timechart'
    width: '50'
  }
  {
    title: 'By job'
    query: loadTextContent('../monitoring/queries/by-job.kql')
    visualization: 'table'
    width: '100'
  }
  {
    title: 'By caller'
    query: loadTextContent('../monitoring/queries/by-caller.kql')
    visualization: 'table'
    width: '100'
  }
  {
    title: 'Runs that did not end well'
    query: loadTextContent('../monitoring/queries/ended-badly.kql')
    visualization: 'table'
    width: '100'
  }
  {
    title: 'Throttling by Databricks'
    query: loadTextContent('../monitoring/queries/throttling.kql')
    visualization: 'timechart'
    width: '50'
  }
  {
    title: 'Trouble with Databricks'
    query: loadTextContent('../monitoring/queries/databricks-problems.kql')
    visualization: 'table'
    width: '50'
  }
  {
    title: 'Starts that were refused'
    query: loadTextContent('../monitoring/queries/refused-starts.kql')
    visualization: 'table'
    width: '50'
  }
  {
    title: 'Runs past their deadline'
    query: loadTextContent('../monitoring/queries/runs-past-deadline.kql')
    visualization: 'table'
    width: '50'
  }
]

var hour = 3600000
var timeRange = {
  type: 9
  name: 'parameters'
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    queryType: 0
    parameters: [
      {
        id: guid('TimeRange')
        version: 'KqlParameterItem/1.0'
        name: 'TimeRange'
        label: 'Time'
        type: 4
        isRequired: true
        value: { durationMs: 24 * hour }
        typeSettings: {
          selectableValues: map([1, 4, 24, 72, 168, 720], hours => { durationMs: hours * hour })
        }
      }
    ]
  }
}

var pictures = map(charts, chart => {
  type: 3
  name: chart.title
  customWidth: chart.width
  content: {
    version: 'KqlItem/1.0'
    title: chart.title
    query: chart.query
    size: 0
    queryType: 0
    resourceType: 'microsoft.insights/components'
    timeContextFromParameter: 'TimeRange'
    visualization: chart.visualization
  }
})

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(componentId, 'runs')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: title
    category: 'workbook'
    sourceId: componentId
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat([timeRange], pictures)
      fallbackResourceIds: [componentId]
    })
  }
}

output id string = workbook.id
