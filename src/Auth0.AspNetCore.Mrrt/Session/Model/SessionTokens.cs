using System.Collections.Immutable;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>Everything a session holds for getting tokens: one generation of it. Immutable, so that any number of
/// requests may look at it at once.</summary>
internal sealed class SessionTokens
{
    /// <summary>Names the session in every lock, record and flight; no two users share one.</summary>
    public required string SessionId { get; init; }

    /// <summary>Whether other requests know the session by the same name: it has a mark, or tokens to derive one
    /// from.</summary>
    public bool HasIdentity { get; init; } = true;

    /// <summary>Counts the exchanges whose answer was kept since the login, and the sign-ins within the session.</summary>
    public required long Generation { get; init; }

    /// <summary>The last sign-in within the session.</summary>
    public SignInMark SignIn { get; init; } = SignInMark.None;

    /// <summary>The scheme that signed the user in, when the ticket tells.</summary>
    public string? Scheme { get; init; }

    /// <summary>The token of the login and of its audience (the primary slot).</summary>
    public AccessTokenSet? Primary { get; init; }

    /// <summary>The tokens of other audiences and scopes, least recently obtained first.</summary>
    public ImmutableArray<AccessTokenSet> Additional { get; init; } = [];

    /// <summary>The audiences that are not asked for at the moment, and until when: see
    /// <see cref="AudienceRefusals"/>.</summary>
    public ImmutableDictionary<string, DateTimeOffset> AudiencesRefused { get; init; } =
        ImmutableDictionary<string, DateTimeOffset>.Empty;

    public string? RefreshToken
    {
        get => PackedRefreshToken.Unpack();
        init => PackedRefreshToken = new PackedText(value);
    }

    /// <summary>The same, and no text until somebody asks for it.</summary>
    internal PackedText PackedRefreshToken { get; init; }

    public string? IdToken
    {
        get => PackedIdToken.Unpack();
        init => PackedIdToken = new PackedText(value);
    }

    /// <summary>The same, and no text until somebody asks for it.</summary>
    internal PackedText PackedIdToken { get; init; }

    /// <summary>The next generation, the same but for what is given.</summary>
    public SessionTokens Next(
        AccessTokenSet? primary,
        ImmutableArray<AccessTokenSet> additional,
        string? refreshToken,
        string? idToken,
        ImmutableDictionary<string, DateTimeOffset>? audiencesRefused = null) => new()
        {
            SessionId = SessionId,
            HasIdentity = HasIdentity,
            Generation = Generation + 1,
            SignIn = SignIn,
            Scheme = Scheme,
            Primary = primary,
            Additional = additional,
            AudiencesRefused = audiencesRefused ?? AudiencesRefused,
            RefreshToken = refreshToken,
            IdToken = idToken,
        };

    /// <summary>The same generation with another mark.</summary>
    public SessionTokens With(SignInMark signIn) => Copy(signIn, Additional, PackedRefreshToken);

    /// <summary>The same generation with other additional tokens.</summary>
    public SessionTokens With(ImmutableArray<AccessTokenSet> additional) => Copy(SignIn, additional, PackedRefreshToken);

    /// <summary>The same generation, which cannot be exchanged any more.</summary>
    public SessionTokens WithoutRefreshToken() => Copy(SignIn, Additional, packedRefreshToken: default);

    public override string ToString() => $"session tokens, generation {Generation}";

    private SessionTokens Copy(
        SignInMark signIn, ImmutableArray<AccessTokenSet> additional, PackedText packedRefreshToken) => new()
        {
            SessionId = SessionId,
            HasIdentity = HasIdentity,
            Generation = Generation,
            SignIn = signIn,
            Scheme = Scheme,
            Primary = Primary,
            Additional = additional,
            AudiencesRefused = AudiencesRefused,
            PackedRefreshToken = packedRefreshToken,
            PackedIdToken = PackedIdToken,
        };
}
