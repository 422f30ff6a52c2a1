metadata description = 'The app with everything that it needs, in a resource group of its own.'

targetScope = 'subscription'

@description('Names the resources, and tells deployments apart: dev, prod.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Flex Consumption is not offered in every region: docs/deploy.md.')
@metadata({ azd: { type: 'location' } })
param location string

param tags object = {}

@description('The address of the workspace, like https://adb-1234567890123456.7.azuredatabricks.net.')
param databricksHost string

@description('azure-msi: the identity of the app, no secret. pat: a personal access token in the vault.')
@allowed(['azure-msi', 'pat'])
param databricksAuthType string = 'azure-msi'

@description('For pat: put into the vault. Empty leaves the vault as it is.')
@secure()
param databricksToken string = ''

@description('Storage and vault can be reached through a network of the app only. Best chosen at the first deployment.')
param privateNetworking bool = false

@description('The client id of an app registration: callers sign in with Entra. Empty: they bring a function key.')
param entraClientId string = ''

@description('With Entra: the client ids that may call. Empty: all to which Entra gives a token for this app.')
param callerClientIds array = []

@description('Where callers reach the app, if not by its own name: https://runs.example.com.')
param publicBaseUrl string = ''

@description('Whether starts answer with the standard URLs of Durable Functions. They carry a key that opens every run.')
param standardUrls bool = empty(entraClientId)

@description('How long a run may take if nobody says: 10 to 2592000.')
@minValue(10)
@maxValue(2592000)
param defaultTimeoutSeconds int = 86400

@description('Further app settings, by name. They win over those that are made here.')
param moreSettings object = {}

@description('Node 22 is what the app is tested with.')
@allowed(['22', '24'])
param nodeVersion string = '22'

@description('Of one instance. The app needs little of it, but 2048 bring a whole core, and 512 a quarter.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Azure allows no fewer than 40. Orchestrations spread over four at most: there are four partitions.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Requests that an instance takes at once. Most only wait (?wait=), so many fit on a core.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 100

@description('Instances that never sleep, so that waiting runs are looked at in time. They cost around the clock.')
@minValue(0)
@maxValue(20)
param alwaysReadyDurableInstances int = 0

@description('Standard_ZRS outlives the loss of a zone.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param storageSkuName string = 'Standard_LRS'

@minValue(1)
@maxValue(365)
param outputRetentionDays int = 7

@description('The vault can not be deleted for good for 90 days. Can never be switched off.')
param purgeProtection bool = false

@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Nothing is logged, and no alert is raised, for the rest of a day that has more. In GB, -1 for no cap.')
param dailyLogCapGb int = 1

@description('Who is told of alerts. Empty: nobody; they show in the portal.')
param alertEmail string = ''

@minValue(1)
@maxValue(99)
param alertFailedPercent int = 20

@minValue(0)
param alertThrottledRequests int = 50

@description('Made if it is not there.')
param resourceGroupName string = 'rg-${environmentName}'

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: resourceGroupName
  location: location
  tags: union(tags, { 'azd-env-name': environmentName })
}

module app 'app.bicep' = {
  name: 'app'
  scope: group
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    databricksHost: databricksHost
    databricksAuthType: databricksAuthType
    databricksToken: databricksToken
    privateNetworking: privateNetworking
    entraClientId: entraClientId
    callerClientIds: callerClientIds
    publicBaseUrl: publicBaseUrl
    standardUrls: standardUrls
    defaultTimeoutSeconds: defaultTimeoutSeconds
    moreSettings: moreSettings
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    httpConcurrency: httpConcurrency
    alwaysReadyDurableInstances: alwaysReadyDurableInstances
    storageSkuName: storageSkuName
    outputRetentionDays: outputRetentionDays
    purgeProtection: purgeProtection
    logRetentionDays: logRetentionDays
    dailyLogCapGb: dailyLogCapGb
    alertEmail: alertEmail
    alertFailedPercent: alertFailedPercent
    alertThrottledRequests: alertThrottledRequests
  }
}

// azd keeps these for its hooks. None is named AZURE_CLIENT_ID: that would sign the person who deploys in as the app.
output AZURE_RESOURCE_GROUP string = group.name
output DATABRICKS_HOST string = databricksHost
output FUNCTION_APP_NAME string = app.outputs.functionAppName
output FUNCTION_APP_URL string = app.outputs.functionAppUrl
output APP_IDENTITY_CLIENT_ID string = app.outputs.identityClientId
output APP_IDENTITY_NAME string = app.outputs.identityName
output STORAGE_ACCOUNT_NAME string = app.outputs.storageAccountName
output KEY_VAULT_NAME string = app.outputs.keyVaultName
output APPLICATION_INSIGHTS_NAME string = app.outputs.applicationInsightsName
output WORKBOOK_ID string = app.outputs.workbookId
