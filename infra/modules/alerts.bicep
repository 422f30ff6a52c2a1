metadata description = 'Tells people when runs fail, hang or are kept from Databricks. What to do then: docs/operations.md.'

param namePrefix string
param location string
param tags object
param componentId string

@description('Who is told by mail. Empty: the alerts show in the portal only.')
param email string

@description('Of the runs that end in an hour, in percent.')
param failedPercent int

@description('Answers of Databricks that ask for fewer requests, in a quarter of an hour.')
param throttledRequests int

// Each query gives one number, in the column that is named here.
var rules = [
  {
    name: 'failure-rate'
    title: 'Many runs do not end well'
    description: 'The share of the runs of the last hour that did not end well, in percent.'
    severity: 2
    query: loadTextContent('../monitoring/alerts/failure-rate.kql')
    column: 'failedPercent'
    threshold: failedPercent
    frequency: 'PT15M'
    window: 'PT1H'
  }
  {
    name: 'stuck-runs'
    title: 'Runs are past their deadline'
    description: 'Runs whose time is up, and of which no end was logged.'
    severity: 1
    query: loadTextContent('../monitoring/alerts/stuck-runs.kql')
    column: 'stuckRuns'
    threshold: 0
    frequency: 'PT1H'
    window: 'P2D'
  }
  {
    name: 'databricks-denied'
    title: 'Databricks refuses the app'
    description: 'Requests that Databricks answered with 401 or 403.'
    severity: 2
    query: loadTextContent('../monitoring/alerts/databricks-denied.kql')
    column: 'deniedRequests'
    threshold: 0
    frequency: 'PT15M'
    window: 'PT15M'
  }
  {
    name: 'throttling'
    title: 'Databricks asks for fewer requests'
    description: 'Requests that Databricks answered with 429.'
    severity: 3
    query: loadTextContent('../monitoring/alerts/throttling.kql')
    column: 'throttledRequests'
    threshold: throttledRequests
    frequency: 'PT15M'
    window: 'PT15M'
  }
  {
    name: 'upkeep'
    title: 'Runs that nobody watches can not be looked after'
    description: 'How often in an hour something failed when they were.'
    severity: 2
    query: loadTextContent('../monitoring/alerts/upkeep.kql')
    column: 'failedUpkeeps'
    threshold: 3
    frequency: 'PT15M'
    window: 'PT1H'
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: '${namePrefix}-people'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'runs'
    emailReceivers: [
      {
        name: 'mail'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${namePrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: rule.description
      enabled: true
      severity: rule.severity
      scopes: [componentId]
      evaluationFrequency: rule.frequency
      windowSize: rule.window
      autoMitigate: true
      // A component that is an hour old may not have its tables yet.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Maximum'
            metricMeasureColumn: rule.column
            operator: 'GreaterThan'
            threshold: rule.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: empty(email) ? [] : [people.id]
      }
    }
  }
]
