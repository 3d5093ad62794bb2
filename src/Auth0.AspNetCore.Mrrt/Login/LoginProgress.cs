using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>What the steps of one challenge or one callback tell each other.</summary>
internal sealed class LoginProgress
{
    /// <summary>True when an event of the application answered the challenge itself.</summary>
    public bool AnsweredByApplication { get; set; }

    /// <summary>The state of the login, once the callback's checks accepted it.</summary>
    public AuthenticationProperties? Properties { get; set; }

    /// <summary>True when the tenant answered with <c>access_denied</c>.</summary>
    public bool IsDenied { get; set; }

    /// <summary>True when the callback belongs to no login of ours, and the browser only needs a page to go on.</summary>
    public bool IsStray { get; set; }

    /// <summary>What the token endpoint answered to the code.</summary>
    public TokenResponse? Answer { get; set; }

    /// <summary>The identity of the session that the login begins.</summary>
    public string? SessionId { get; set; }
}
