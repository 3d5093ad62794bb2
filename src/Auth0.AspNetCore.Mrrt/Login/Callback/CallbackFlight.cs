using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>The redemption of one code, for each request that brings the code while it runs.</summary>
/// <param name="Answer">The token endpoint's answer.</param>
/// <param name="SessionId">The name of the new session. All these requests get one session: they share one refresh token.</param>
internal sealed record CallbackFlight(TokenRefreshResult Answer, string SessionId);
