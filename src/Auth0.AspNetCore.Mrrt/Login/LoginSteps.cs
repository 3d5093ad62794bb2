using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Auth0.AspNetCore.Mrrt.Login.SignOut;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>The steps of a login and a sign-out, one class per step. The login handler calls them.</summary>
internal sealed record LoginSteps(
    ChallengeGuard Guard,
    AuthorizationRequest Request,
    PushedRequest Push,
    CallbackChecks Checks,
    CodeRedemption Redemption,
    LoginCompletion Completion,
    SignOutAtTenant SignOut,
    FrontChannelSignOut FrontChannel);
