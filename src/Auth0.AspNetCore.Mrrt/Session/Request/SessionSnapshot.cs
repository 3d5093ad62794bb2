using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Request;

/// <summary>What is known of a session at one moment. Immutable: a reader sees one moment, and never half of a change. Each
/// change makes a new snapshot, or returns the same one when it changes nothing.</summary>
/// <param name="Tokens">The newest generation that is known.</param>
internal sealed record SessionSnapshot(SessionTokens Tokens)
{
    /// <summary>Half the size of the moment itself. Each request with a session makes a snapshot.</summary>
    private readonly long _endsAt;

    /// <summary>True when the user has signed out, or in again: nothing more of the session is given out.</summary>
    public bool Closed { get; private init; }

    /// <summary>True when the tokens are newer than those that the request brought.</summary>
    public bool Renewed { get; private init; }

    /// <summary>True when the newer tokens are where the session lives already, without the response's help.</summary>
    public bool IsPersisted { get; private init; }

    /// <summary>True when the response prolongs the session: it slides, or the application renews it.</summary>
    public bool Prolongs { get; private init; }

    /// <summary>When the session ends by itself. A request may stay open for longer, as a hub's or a stream's does. Null when
    /// the ticket has no end.</summary>
    public DateTimeOffset? EndsAt
    {
        get => _endsAt == 0 ? null : new DateTimeOffset(_endsAt, TimeSpan.Zero);
        init => _endsAt = value is { } end ? Math.Max(1, end.UtcTicks) : 0;
    }

    /// <summary>The tokens of a session that the user has left: for the tenant's sign-out, and for no other use. Null while the
    /// session is open.</summary>
    public SessionTokens? SignedOut => IsSignedOut ? Tokens : null;

    /// <summary>The ticket to write in place of the request's own: of a sign-in in this request, or renewed by the
    /// application when it validated the principal.</summary>
    public AuthenticationTicket? Replacement { get; init; }

    /// <summary>The ticket of a newer sign-in, where the request brought an older one.</summary>
    public AuthenticationTicket? TakenOver { get; private init; }

    /// <summary>True when another request has signed in within the session since this request's ticket was made. A response
    /// then writes nothing of the ticket (G15).</summary>
    public bool IsTicketReplaced { get; private init; }

    private bool IsSignedOut { get; init; }

    /// <summary>Takes over a newer generation. An older one, one of another session, and any for a closed session change
    /// nothing (G8).</summary>
    public SessionSnapshot Adopt(SessionTokens newest, bool kept) =>
        !Closed && newest.Generation > Tokens.Generation && newest.SessionId == Tokens.SessionId
            ? newest.SignIn.Generation > Tokens.SignIn.Generation
                ? this with { Tokens = newest, Renewed = true, IsPersisted = kept, IsTicketReplaced = true, EndsAt = EarlierEnd(newest) }
                : this with { Tokens = newest, Renewed = true, IsPersisted = kept }
            : this;

    /// <summary>Takes over the ticket of a newer sign-in in the place of the request's own.</summary>
    public SessionSnapshot TakeOver(AuthenticationTicket newer, DateTimeOffset? endsAt) => this with
    {
        TakenOver = newer,
        Replacement = new AuthenticationTicket(
            PrincipalCopy.Of(newer.Principal), SessionItems.CopyOf(newer.Properties), newer.AuthenticationScheme),
        IsTicketReplaced = false,
        EndsAt = endsAt,
    };

    public SessionSnapshot Close() => Closed ? this : this with { Closed = true };

    /// <summary>Closes a session that the user leaves, and keeps what the rest of the sign-out needs.</summary>
    public SessionSnapshot SignOut() => Closed ? this : this with { Closed = true, IsSignedOut = true };

    /// <summary>The response will carry a ticket with a life that begins now.</summary>
    public SessionSnapshot Prolong(DateTimeOffset? endsAt) => this with { Prolongs = true, EndsAt = endsAt };

    /// <summary>A sign-in sets the session's life instead.</summary>
    public SessionSnapshot DoNotProlong() => Prolongs ? this with { Prolongs = false } : this;

    /// <summary>The session ends as if the response had never meant to prolong it.</summary>
    /// <param name="endsAt">The end of the request's ticket. Null when there is none.</param>
    public SessionSnapshot KeepLife(DateTimeOffset? endsAt) =>
        Prolongs ? this with { Prolongs = false, EndsAt = EndsAt < endsAt ? EndsAt : endsAt ?? EndsAt } : this;

    /// <summary>A sign-in may have cut the session short, also for a request that stays open (G14).</summary>
    private DateTimeOffset? EarlierEnd(SessionTokens newest) =>
        SignInTicket.EndOf(newest) is { } end && !(EndsAt < end) ? end : EndsAt;

    public override string ToString() => Tokens.ToString();
}
