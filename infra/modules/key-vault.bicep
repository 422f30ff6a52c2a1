metadata description = 'Holds the secrets of settings, and those that jobs are handed. Rights are given by roles only.'

param name string
param location string
param tags object
param isPrivate bool
param purgeProtection bool

@description('Stored if given. Left out, the token that the vault already has stays.')
@secure()
param databricksToken string

var tokenSecretName = 'databricks-token'

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // It can never be switched off again, so Azure refuses `false`.
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource token 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(databricksToken)) {
  parent: vault
  name: tokenSecretName
  properties: { value: databricksToken }
}

output id string = vault.id
output name string = vault.name
output url string = vault.properties.vaultUri
// Without a version: so a new token needs no new setting.
output tokenSecretUrl string = '${vault.properties.vaultUri}secrets/${tokenSecretName}'
