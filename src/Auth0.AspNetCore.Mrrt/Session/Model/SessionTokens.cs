using System.Collections.Immutable;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>Everything a session holds for getting tokens: one generation of it. Immutable, so that any number of
/// requests may look at it at once.</summary>
internal sealed class SessionTokens
{
    private ImmutableArray<AccessTokenSet> _additional;
    private volatile ISeparateTokens? _separate;
    private volatile AccessTokenSet? _onlyOne;

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
    public ImmutableArray<AccessTokenSet> Additional
    {
        get => _additional.IsDefault ? Open() : _additional;
        init => _additional = value;
    }

    /// <summary>The additional tokens as a part of their own: the one that they were read from, or the one that they were last written
    /// as. Null when there is no such part yet.</summary>
    public ISeparateTokens? Separate
    {
        get => _separate;
        set => _separate = value;
    }

    /// <summary>True when the separate part has not been opened.</summary>
    public bool IsUnopened => _additional.IsDefault && _separate is not null;

    /// <summary>What other versions of the library have put into the session.</summary>
    public ImmutableArray<KeptSection> Kept { get; init; } = [];

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

    /// <summary>The additional tokens among which those for an audience are. The separate part stays closed for the audience of the
    /// login's token when it holds none for it.</summary>
    public ImmutableArray<AccessTokenSet> AdditionalFor(string? audience) =>
        _additional.IsDefault
        && _separate is { MayHaveAudienceOfPrimary: false }
        && Primary is { } primary
        && string.Equals(primary.Audience, audience, StringComparison.Ordinal)
            ? []
            : Additional;

    /// <summary>The additional token that was found last, when no other one of the session is for its audience. Null for another
    /// audience. Most requests ask for one audience again and again.</summary>
    public AccessTokenSet? OnlyOneFor(string? audience) =>
        _onlyOne is { } only && string.Equals(only.Audience, audience, StringComparison.Ordinal) ? only : null;

    /// <summary>True when it was found that no additional token is for the audience of the login's.</summary>
    public bool HasNoneBesideLogin { get; private set; }

    /// <summary>Notes how many additional tokens are for an audience.</summary>
    /// <param name="login">The login's token, when it is for the audience too.</param>
    /// <param name="found">One of the additional tokens.</param>
    /// <param name="count">How many there are.</param>
    public void NoteFound(AccessTokenSet? login, AccessTokenSet? found, int count)
    {
        if (login is not null)
        {
            HasNoneBesideLogin |= count == 0;
        }
        else if (count == 1)
        {
            _onlyOne = found;
        }
    }

    /// <summary>The next generation, the same but for what is given.</summary>
    public SessionTokens Next(
        AccessTokenSet? primary,
        ImmutableArray<AccessTokenSet> additional,
        PackedText refreshToken,
        PackedText idToken,
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
            PackedRefreshToken = refreshToken,
            PackedIdToken = idToken,
            Kept = Kept,
        };

    /// <summary>The same generation with another mark.</summary>
    public SessionTokens With(SignInMark signIn) => Copy(signIn, _additional, PackedRefreshToken, _separate);

    /// <summary>The same generation with other additional tokens.</summary>
    public SessionTokens With(ImmutableArray<AccessTokenSet> additional) => Copy(SignIn, additional, PackedRefreshToken, separate: null);

    /// <summary>The same generation, which cannot be exchanged any more.</summary>
    public SessionTokens WithoutRefreshToken() => Copy(SignIn, _additional, packedRefreshToken: default, _separate);

    public override string ToString() => $"session tokens, generation {Generation}";

    /// <summary>Several may ask at once: all get the same tokens.</summary>
    private ImmutableArray<AccessTokenSet> Open()
    {
        ImmutableInterlocked.InterlockedInitialize(ref _additional, _separate?.Open() ?? []);
        return _additional;
    }

    private SessionTokens Copy(
        SignInMark signIn,
        ImmutableArray<AccessTokenSet> additional,
        PackedText packedRefreshToken,
        ISeparateTokens? separate) => new()
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
            Separate = separate,
            Kept = Kept,
        };
}
