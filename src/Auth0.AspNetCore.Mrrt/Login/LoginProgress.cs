using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>The results that later steps of one challenge or one callback need.</summary>
internal sealed class LoginProgress
{
    /// <summary>True when an event of the application answered the challenge itself.</summary>
    public bool AnsweredByApplication { get; set; }

    /// <summary>The state of the login, once the callback's checks accepted it.</summary>
    public AuthenticationProperties? Properties { get; set; }

    /// <summary>True when the tenant answered with <c>access_denied</c>.</summary>
    public bool IsDenied { get; set; }

    /// <summary>True when the callback brings no answer to a login. The browser then gets the start page.</summary>
    public bool IsStray { get; set; }

    /// <summary>The token endpoint's answer to the code.</summary>
    public TokenResponse? Answer { get; set; }

    /// <summary>The identity of the session that the login begins.</summary>
    public string? SessionId { get; set; }
}
