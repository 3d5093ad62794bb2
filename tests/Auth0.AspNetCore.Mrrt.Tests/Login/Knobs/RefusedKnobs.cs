using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Knobs;

/// <summary>Settings that a login here cannot follow, and what the start says instead.</summary>
internal sealed record RefusedKnobs(string Name, string Says, Action<OpenIdConnectOptions> Turn)
{
    public static readonly RefusedKnobs[] All = [.. Protocol, .. Tenant, .. Cookies, .. WithoutEffect, .. Late];

    private static RefusedKnobs[] Protocol =>
    [
        new("ResponseType", "only code is supported", o => o.ResponseType = OpenIdConnectResponseType.CodeIdToken),
        new("ResponseMode", "use query or form_post", o => o.ResponseMode = OpenIdConnectResponseMode.Fragment),
        new("UsePkce", "leave it on", o => o.UsePkce = false),
        new("AuthenticationMethod", "use RedirectGet", o => o.AuthenticationMethod = OpenIdConnectRedirectBehavior.FormPost),
        new("MapInboundClaims", "choose claims with ClaimActions", o => o.MapInboundClaims = true),
        new("TokenHandler", "Add checks in OnTokenValidated", o => o.TokenHandler = new JsonWebTokenHandler()),
        new("UseSecurityTokenValidator", "Add checks in OnTokenValidated", o => o.UseSecurityTokenValidator = true),
        new("ProtocolValidator", "set RequireNonce", o => o.ProtocolValidator = new OpenIdConnectProtocolValidator()),
        new("ProtocolValidator", "set RequireStateValidation to false", o => o.ProtocolValidator.RequireStateValidation = true),
        new("ProtocolValidator", "set RequireNonce", o => o.ProtocolValidator = null!),
        new("MaxAge", "use zero or more", o => o.MaxAge = TimeSpan.FromSeconds(-1)),
        new("AdditionalAuthorizationParameters", "'state', which the login handler sets: remove it",
            o => o.AdditionalAuthorizationParameters["state"] = "x"),
        new("AdditionalAuthorizationParameters", "set Scope instead", o => o.AdditionalAuthorizationParameters["scope"] = "x"),
        new("AdditionalAuthorizationParameters", "set Prompt instead", o => o.AdditionalAuthorizationParameters["prompt"] = "x"),
        new("AdditionalAuthorizationParameters", "set MaxAge instead", o => o.AdditionalAuthorizationParameters["max_age"] = "1"),
        new("AdditionalAuthorizationParameters", "set Resource instead", o => o.AdditionalAuthorizationParameters["resource"] = "x"),
        new("TokenValidationParameters", "leave it alone", o => o.TokenValidationParameters = null!),
    ];

    private static RefusedKnobs[] Tenant =>
    [
        new("ClientId", "set it there", o => o.ClientId = "another"),
        new("ClientSecret", "set it there", o => o.ClientSecret = "another"),
        new("Authority", "set Domain instead", o => o.Authority = "https://another.example.com"),
        new("MetadataAddress", "set Domain instead", o => o.MetadataAddress = "https://another.example.com/document"),
        new("MetadataAddress", "set Domain instead", o => o.MetadataAddress = "https://tenant.example.com/document"),
        new("ConfigurationManager", "leave it alone", o => o.ConfigurationManager = null),
        new("BackchannelTimeout", "use more than zero", o => o.BackchannelTimeout = Timeout.InfiniteTimeSpan),
        new("SignInScheme", "set CookieAuthenticationScheme", o => o.SignInScheme = "another"),
        new("CallbackPath", "such as /callback", o => o.CallbackPath = default),
        new("SignedOutRedirectUri", "must be a path", o => o.SignedOutRedirectUri = "javascript:alert(1)"),
        new("SignedOutRedirectUri", "must be a path", o => o.SignedOutRedirectUri = " "),
        new("SignedOutRedirectUri", "must be a path", o => o.SignedOutRedirectUri = "foo"),
        new("SignedOutRedirectUri", "must be a path", o => o.SignedOutRedirectUri = "//evil.example"),
        new("EventsType", "derive it", o => o.EventsType = typeof(CookieAuthenticationEvents)),
    ];

    private static RefusedKnobs[] Cookies =>
    [
        new("CorrelationCookie", "give it one", o => o.CorrelationCookie = new CookieBuilder()),
        new("CorrelationCookie", "use Lax", o => o.CorrelationCookie.SameSite = SameSiteMode.Strict),
        new("CorrelationCookie", "only with the path", o => o.CorrelationCookie.Path = "/app"),
        new("CorrelationCookie", "set ResponseMode in Auth0WebAppOptions", o => o.ResponseMode = OpenIdConnectResponseMode.FormPost),
        new("RemoteAuthenticationTimeout", "use more than zero", o => o.RemoteAuthenticationTimeout = TimeSpan.Zero),
        new("StateDataFormat", "set one that protects its data", o => o.StateDataFormat = null!),
    ];

    private static RefusedKnobs[] WithoutEffect =>
    [
        new("RequireHttpsMetadata", "leave it on", o => o.RequireHttpsMetadata = false),
        new("RefreshOnIssuerKeyNotFound", "leave it on", o => o.RefreshOnIssuerKeyNotFound = false),
        new("AutomaticRefreshInterval", "set ConfigurationManager", o => o.AutomaticRefreshInterval = TimeSpan.FromDays(1)),
        new("RefreshInterval", "set ConfigurationManager", o => o.RefreshInterval = TimeSpan.FromMinutes(1)),
        new("ClaimsIssuer", "remove it", o => o.ClaimsIssuer = "me"),
        new("SignOutScheme", "remove it", o => o.SignOutScheme = "another"),
        new("StringDataFormat", "remove it", o => o.StringDataFormat = Mock.Of<ISecureDataFormat<string>>()),
        new("NonceCookie", "leave it alone", o => o.NonceCookie.Name = "nonce"),
        new("NonceCookie", "leave it alone", o => o.NonceCookie.SameSite = SameSiteMode.Lax),
#pragma warning disable CS0618 // obsolete, and still there to be set
        new("SecurityTokenValidator", "Add checks in OnTokenValidated", o => o.SecurityTokenValidator = Mock.Of<JwtSecurityTokenHandler>()),
#pragma warning restore CS0618
        new("TimeProvider", "register it as a service", o => o.TimeProvider = Mock.Of<TimeProvider>()),
    ];

    private static RefusedKnobs[] Late =>
    [
        new("Backchannel", "use Configure<OpenIdConnectOptions>", o => o.Backchannel = new HttpClient()),
        new("BackchannelHttpHandler", "use Configure<OpenIdConnectOptions>", o => o.BackchannelHttpHandler = new HttpClientHandler { AllowAutoRedirect = false }),
        new("BackchannelTimeout", "use Configure<OpenIdConnectOptions>", o => o.BackchannelTimeout = TimeSpan.FromSeconds(7)),
        new("Configuration", "use Configure<OpenIdConnectOptions>", o => o.Configuration = new OpenIdConnectConfiguration()),
        new("DataProtectionProvider", "use Configure<OpenIdConnectOptions>",
            o => o.DataProtectionProvider = new EphemeralDataProtectionProvider()),
    ];

    public override string ToString() => $"{Name}: {Says}";
}
