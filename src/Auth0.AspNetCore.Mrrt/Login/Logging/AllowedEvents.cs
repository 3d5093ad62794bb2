using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Login.Logging;

/// <summary>The log events that the login handler may write: this library's own, and framework events with a scheme, a
/// path or a fixed text. Every other event is dropped.</summary>
internal static class AllowedEvents
{
    /// <summary>The ids of this library's room Login.</summary>
    private const int FirstOwn = 400;

    private const int LastOwn = 499;

    private static readonly FrozenSet<string> OfFramework = FrozenSet.Create(
        StringComparer.Ordinal,
        // AuthenticationHandler
        "AuthenticationSchemeAuthenticated",
        "AuthenticationSchemeNotAuthenticated",
        "AuthenticationSchemeChallenged",
        "AuthenticationSchemeForbidden",
        // RemoteAuthenticationHandler: the failure's text is this library's or the application's
        "RemoteAuthenticationFailed",
        "SignInHandled",
        "SignInSkipped",
        "AccessDenied",
        "AccessDeniedContextHandled",
        "AccessDeniedContextSkipped",
        // OpenIdConnectHandler
        "RemoteSignOutHandledResponse",
        "RemoteSignOutSkipped",
        "RemoteSignOut",
        "RemoteSignOutSessionIdMissing",
        "RemoteSignOutSessionIdInvalid",
        "RemoteSignOutIssuerMissing",
        "RemoteSignOutIssuerInvalid",
        "RedirectToIdentityProviderHandledResponse",
        "MessageReceivedContextHandledResponse",
        "MessageReceivedContextSkipped",
        "AuthorizationCodeReceivedContextHandledResponse",
        "AuthorizationCodeReceivedContextSkipped",
        "TokenResponseReceivedHandledResponse",
        "TokenResponseReceivedSkipped",
        "TokenValidatedHandledResponse",
        "TokenValidatedSkipped",
        "AuthenticationFailedContextHandledResponse",
        "AuthenticationFailedContextSkipped",
        "PushAuthorizationHandledClientAuthentication",
        "PushAuthorizationHandledPush",
        "PushAuthorizationSkippedPush",
        "UpdatingConfiguration");

    /// <summary>The allowed names of the framework. A test compares them with the framework's events.</summary>
    public static IReadOnlyCollection<string> FrameworkNames => OfFramework.Items;

    public static bool Contains(EventId eventId) =>
        eventId.Id is >= FirstOwn and <= LastOwn || (eventId.Name is { } name && OfFramework.Contains(name));
}
