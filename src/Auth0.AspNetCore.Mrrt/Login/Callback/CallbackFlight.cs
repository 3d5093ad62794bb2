using Auth0.AspNetCore.Mrrt.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>The redemption of one code, for each request that brings the code until the browser has its answer.</summary>
/// <param name="answer">The token endpoint's answer.</param>
/// <param name="sessionId">The name of the new session. All these requests get one session: they share one refresh
/// token.</param>
internal sealed class CallbackFlight(GrantAnswer answer, string sessionId)
{
    public GrantAnswer Answer => answer;

    public string SessionId => sessionId;

    public override string ToString() => answer.Succeeded ? "a code that was redeemed" : "a code that was not redeemed";
}
