metadata description = 'The plan and the app. What only other plans know is left out: Flex Consumption refuses it.'

param name string
param planName string
param location string
param tags object
param identityId string

param deploymentContainerUrl string
param nodeVersion string
param instanceMemoryMB int
param maximumInstanceCount int
param httpConcurrency int
param alwaysReadyDurableInstances int

@description('Of the network through which the storage is reached. Empty: the public one.')
param subnetId string

@description('The app settings, by name.')
param settings object

@description('The client id of the app registration that stands for this app. Empty: function keys are asked for.')
param entraClientId string

@description('The client ids that may call. Empty: every one to which Entra gives a token for this app.')
param callerClientIds array

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // By this tag azd finds where to deploy the service of azure.yaml.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // A setting that refers to Key Vault is read with the system-assigned identity else, which there is none of.
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      appSettings: map(items(settings), setting => { name: setting.key, value: setting.value })
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: { name: 'node', version: nodeVersion }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        triggers: {
          http: { perInstanceConcurrency: httpConcurrency }
        }
        alwaysReady: alwaysReadyDurableInstances > 0
          ? [{ name: 'durable', instanceCount: alwaysReadyDurableInstances }]
          : []
      }
    }
  }
}

resource callerSignIn 'Microsoft.Web/sites/config@2025-03-01' = if (!empty(entraClientId)) {
  parent: site
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true, runtimeVersion: '~1' }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
      // These prove themselves in other ways, or tell nothing.
      excludedPaths: ['/api/links/*', '/api/notifications/*', '/api/health']
    }
    httpSettings: { requireHttps: true }
    login: {
      tokenStore: { enabled: false }
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: entraClientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [entraClientId, 'api://${entraClientId}']
          defaultAuthorizationPolicy: empty(callerClientIds) ? {} : { allowedApplications: callerClientIds }
        }
      }
    }
  }
}

output name string = site.name
output url string = 'https://${site.properties.defaultHostName}'
