using System.Collections.Frozen;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>The names under which a ticket keeps the tokens. The framework's own where it has one, so that
/// <c>HttpContext.GetTokenAsync</c> reads them and sessions of other login handlers can be taken over.</summary>
internal static class TicketItems
{
    public const string AccessToken = ".Token.access_token";
    public const string TokenType = ".Token.token_type";
    public const string ExpiresAt = ".Token.expires_at";
    public const string RefreshToken = ".Token.refresh_token";
    public const string IdToken = ".Token.id_token";
    public const string Scope = ".Token.scope";

    /// <summary>What <c>AuthenticationProperties.GetTokens</c> lists.</summary>
    public const string TokenNames = ".TokenNames";

    /// <summary>The additional access tokens, a JSON list in the form of the official SDK.</summary>
    public const string AccessTokens = ".Token.access_tokens";

    /// <summary>Set by the framework's remote handlers.</summary>
    public const string Scheme = ".AuthScheme";

    public const string SessionId = ".Auth0.session";
    public const string Generation = ".Auth0.generation";

    /// <summary>The last sign-in within the session: its generation and the number of sign-ins, with a point between. Missing
    /// when the login was the last one.</summary>
    public const string SignIn = ".Auth0.sign_in";

    /// <summary>Sections that other versions of the library have put beside the tokens: see <see cref="KeptSectionsText"/>.</summary>
    public const string TokenSections = ".Auth0.token_sections";

    /// <summary>The same beside the ticket: no token, so not one of <see cref="OfTokens"/>.</summary>
    public const string TicketSections = ".Auth0.ticket_sections";

    /// <summary>What <see cref="PreviousSessionItems"/> notes: the scheme that the session was named by, and a hash of the token that
    /// it was named for.</summary>
    public const string OriginScheme = ".Auth0.made_by";
    public const string OriginToken = ".Auth0.made_of";

    /// <summary>Begins the name of each item of ours that no framework reads.</summary>
    public const string Prefix = ".Auth0.";

    /// <summary>Begins the name of each token that the framework reads.</summary>
    public const string TokenPrefix = ".Token.";

    /// <summary>The audience of this login; empty when it asked for none.</summary>
    public const string Audience = ".Auth0.audience";

    /// <summary>What <see cref="AudienceRefusals"/> remembers.</summary>
    public const string AudiencesRefused = ".Auth0.audiences_refused";

    /// <summary>When the token of the login, or its renewal, was obtained: seconds since 1970.</summary>
    public const string ObtainedAt = ".Auth0.obtained_at";

    /// <summary>The scopes this login asked for.</summary>
    public const string RequestedScope = ".Auth0.requested_scope";

    /// <summary>What <see cref="SessionClient"/> notes: no token, so not one of <see cref="OfTokens"/>.</summary>
    public const string Client = ".Auth0.client";

    /// <summary>What <see cref="SessionCeiling"/> keeps: no token, so not one of <see cref="OfTokens"/>.</summary>
    public const string SessionExpiry = ".Auth0.session_expiry";

    /// <summary>The name that Auth0's official SDK gives to <see cref="SessionExpiry"/>.</summary>
    public const string OfficialSessionExpiry = "auth0:session_expiry";

    /// <summary>What <c>ReplacedSession</c> keeps, from a challenge to its sign-in.</summary>
    public const string Replaces = ".Auth0.replaces";
    public const string ReplacesKey = ".Auth0.replaces_key";
    public const string ReplacesLife = ".Auth0.replaces_life";

    /// <summary>All tokens' names but <see cref="TokenNames"/>, which an application may have added to.</summary>
    public static readonly FrozenSet<string> OfTokens = FrozenSet.Create(
        StringComparer.Ordinal,
        AccessToken, TokenType, ExpiresAt, RefreshToken, IdToken, Scope, AccessTokens, Scheme, SessionId, Generation, SignIn, TokenSections, OriginScheme, OriginToken,
        Audience, AudiencesRefused, ObtainedAt, RequestedScope);

    /// <summary>Takes the tokens out of a ticket's items.</summary>
    public static void RemoveTokens(Dictionary<string, string?> items)
    {
        foreach (var name in OfTokens)
        {
            items.Remove(name);
        }
    }
}
