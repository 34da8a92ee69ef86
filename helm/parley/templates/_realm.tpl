{{- /* (list $ withPasswords): the realm as YAML, without people. The web page signs in with PKCE; the terminal
client with a password, and only where `withPasswords` says so. */}}
{{- define "parley.realm" -}}
{{- $root := index . 0 -}}
{{- $withPasswords := index . 1 -}}
{{- $pages := (include "parley.pages" $root | fromJson).pages -}}
{{- $returns := list -}}
{{- range $pages }}{{- $returns = append $returns (printf "%s/*" .) -}}{{- end -}}
realm: parley
displayName: Parley
enabled: true
sslRequired: external
registrationAllowed: false
loginWithEmailAllowed: true
accessTokenLifespan: 300
ssoSessionIdleTimeout: 28800
ssoSessionMaxLifespan: 86400
bruteForceProtected: true
permanentLockout: false
failureFactor: 30
waitIncrementSeconds: 30
maxFailureWaitSeconds: 300
clients:
  - clientId: {{ $root.Values.identity.webClient }}
    name: Parley in the browser
    enabled: true
    protocol: openid-connect
    publicClient: true
    standardFlowEnabled: true
    implicitFlowEnabled: false
    directAccessGrantsEnabled: false
    serviceAccountsEnabled: false
    redirectUris:
      {{- range $returns }}
      - {{ . | quote }}
      {{- end }}
    webOrigins:
      {{- range $pages }}
      - {{ . | quote }}
      {{- end }}
    attributes:
      pkce.code.challenge.method: S256
      post.logout.redirect.uris: {{ join "##" $returns | quote }}
    protocolMappers:
      {{- include "parley.audienceMapper" $root | nindent 6 }}
  {{- if $withPasswords }}
  - clientId: {{ $root.Values.identity.cliClient }}
    name: Parley in the terminal
    enabled: true
    protocol: openid-connect
    publicClient: true
    standardFlowEnabled: false
    implicitFlowEnabled: false
    directAccessGrantsEnabled: true
    serviceAccountsEnabled: false
    protocolMappers:
      {{- include "parley.audienceMapper" $root | nindent 6 }}
  {{- end }}
{{- end }}

{{- /* Services take only tokens that were made for them. */}}
{{- define "parley.audienceMapper" -}}
- name: audience parley
  protocol: openid-connect
  protocolMapper: oidc-audience-mapper
  config:
    included.custom.audience: parley
    access.token.claim: "true"
    id.token.claim: "false"
    introspection.token.claim: "true"
{{- end }}
