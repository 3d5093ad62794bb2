using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>One code's redemption, for every request that brings the code while it runs.</summary>
/// <param name="Answer">What the token endpoint answered.</param>
/// <param name="SessionId">The identity of the session that begins: one refresh token has one session.</param>
internal sealed record CallbackFlight(TokenRefreshResult Answer, string SessionId);
