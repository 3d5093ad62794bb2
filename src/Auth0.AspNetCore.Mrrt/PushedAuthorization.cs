namespace Auth0.AspNetCore.Mrrt;

/// <summary>Whether a login's parameters go to the tenant directly, with the client's credentials, instead of through the
/// browser, where anybody can read and change them (RFC 9126).</summary>
public enum PushedAuthorization
{
    /// <summary>Where the tenant announces that it takes them. A push that then fails fails the login: it is never sent
    /// through the browser instead.</summary>
    UseIfAvailable,

    /// <summary>Always: where the tenant does not announce that it takes them, the challenge throws an
    /// <see cref="InvalidOperationException"/>.</summary>
    Require,

    /// <summary>Never.</summary>
    Disable,
}
