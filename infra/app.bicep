metadata description = 'The app with everything that it needs, in a resource group that exists.'

targetScope = 'resourceGroup'

@description('Names the resources, and tells deployments apart: dev, prod.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Flex Consumption is not offered in every region: docs/deploy.md.')
@metadata({ azd: { type: 'location' } })
param location string = resourceGroup().location

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

var token = uniqueString(resourceGroup().id, environmentName)
var allTags = union(tags, { 'azd-env-name': environmentName })
var usesToken = databricksAuthType == 'pat'

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: 'id-${environmentName}-${token}'
    location: location
    tags: allTags
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: 'st${token}'
    location: location
    tags: allTags
    skuName: storageSkuName
    isPrivate: privateNetworking
    outputRetentionDays: outputRetentionDays
  }
}

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  params: {
    name: 'kv-${token}'
    location: location
    tags: allTags
    isPrivate: privateNetworking
    purgeProtection: purgeProtection
    databricksToken: databricksToken
  }
}

module telemetry 'modules/telemetry.bicep' = {
  name: 'telemetry'
  params: {
    workspaceName: 'log-${environmentName}-${token}'
    componentName: 'appi-${environmentName}-${token}'
    location: location
    tags: allTags
    retentionDays: logRetentionDays
    dailyCapGb: dailyLogCapGb
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  params: {
    principalId: identity.outputs.principalId
    storageAccountName: storage.outputs.name
    keyVaultName: keyVault.outputs.name
    componentName: telemetry.outputs.componentName
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  name: 'network'
  params: {
    name: 'vnet-${environmentName}-${token}'
    location: location
    tags: allTags
    storageAccountId: storage.outputs.id
    keyVaultId: keyVault.outputs.id
  }
}

var hostSettings = {
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.outputs.clientId
  AzureWebJobsStorage__blobServiceUri: storage.outputs.blobEndpoint
  AzureWebJobsStorage__queueServiceUri: storage.outputs.queueEndpoint
  AzureWebJobsStorage__tableServiceUri: storage.outputs.tableEndpoint
  APPLICATIONINSIGHTS_CONNECTION_STRING: telemetry.outputs.connectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
}

var ownSettings = {
  AZURE_CLIENT_ID: identity.outputs.clientId
  KEY_VAULT_URL: keyVault.outputs.url
  DATABRICKS_HOST: databricksHost
  DATABRICKS_AUTH_TYPE: databricksAuthType
  CALLER_AUTH: empty(entraClientId) ? 'key' : 'entra'
  STANDARD_URLS: string(standardUrls)
  DEFAULT_TIMEOUT_SECONDS: string(defaultTimeoutSeconds)
  KEEP_OUTPUTS_DAYS: string(outputRetentionDays)
}

var tokenSetting = usesToken ? { DATABRICKS_TOKEN_SECRET: keyVault.outputs.tokenSecretUrl } : {}
var urlSetting = empty(publicBaseUrl) ? {} : { PUBLIC_BASE_URL: publicBaseUrl }

module functionApp 'modules/function-app.bicep' = {
  name: 'function-app'
  params: {
    name: 'func-${environmentName}-${token}'
    planName: 'plan-${environmentName}-${token}'
    location: location
    tags: allTags
    identityId: identity.outputs.id
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    httpConcurrency: httpConcurrency
    alwaysReadyDurableInstances: alwaysReadyDurableInstances
    subnetId: privateNetworking ? network!.outputs.appSubnetId : ''
    settings: union(hostSettings, ownSettings, tokenSetting, urlSetting, moreSettings)
    entraClientId: entraClientId
    callerClientIds: callerClientIds
  }
  // An app that starts without its rights fails, and may be slow to try again.
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    namePrefix: 'alert-${environmentName}'
    location: location
    tags: allTags
    componentId: telemetry.outputs.componentId
    email: alertEmail
    failedPercent: alertFailedPercent
    throttledRequests: alertThrottledRequests
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  params: {
    location: location
    tags: allTags
    title: 'Databricks runs (${environmentName})'
    componentId: telemetry.outputs.componentId
  }
}

output functionAppName string = functionApp.outputs.name
output functionAppUrl string = functionApp.outputs.url
output identityClientId string = identity.outputs.clientId
output identityName string = identity.outputs.name
output storageAccountName string = storage.outputs.name
output keyVaultName string = keyVault.outputs.name
output applicationInsightsName string = telemetry.outputs.componentName
output workbookId string = workbook.outputs.id
