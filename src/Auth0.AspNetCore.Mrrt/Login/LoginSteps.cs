using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Auth0.AspNetCore.Mrrt.Login.SignOut;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>The steps that the login handler hands out to, one class per rule.</summary>
internal sealed record LoginSteps(
    ChallengeGuard Guard,
    AuthorizationRequest Request,
    PushedRequest Push,
    CallbackChecks Checks,
    CodeRedemption Redemption,
    LoginCompletion Completion,
    SignOutAtTenant SignOut);
