using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format.Version1;
using Microsoft.AspNetCore.Authentication;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Fuzz;

/// <summary>A payload is encrypted and signed, so only a bug or another version brings a broken one. It is refused, with
/// one kind of exception that the format turns into "nobody is signed in". A ticket that is read can be written again.</summary>
[Trait("Category", FuzzRun.Category)]
public sealed class TicketFuzzTests(ITestOutputHelper output)
{
    private static readonly AuthenticationTicket[] Whole =
    [
        Tickets.Of(Tickets.Tokens()),
        Tickets.Of(Tickets.Tokens(additional: 3)),
        Tickets.Of(Tickets.Tokens(additional: 1).With(new SignInMark(2, 3, new byte[40]))),
        new(Tickets.Principal(), "s"),
        new(Actors(), "s"),
        WithItemOfAnotherVersion(),
    ];

    /// <summary>The compact format derives these from the tokens.</summary>
    private static readonly string[] Derived = [TicketItems.OriginScheme, TicketItems.OriginToken];

    private static readonly byte[][] OfVersion1 = [.. Whole.Select(WriterOfVersion1.Ticket)];

    private static readonly byte[][] OfVersion2 = [.. Whole.Append(WithSectionsOfAnotherVersion()).Select(TicketPayload.Write)];

    private static readonly (byte[] First, byte[] Second)[] Apart = [.. Whole.Select(Parts).Where(parts => parts.Second.Length > 0)];

    private static readonly byte[][] OfFramework = [.. Whole.Select(TicketSerializer.Default.Serialize)];

    [Fact]
    public Task Any_payload_of_version_2_is_a_ticket_or_refused() => FuzzRun.RunAsync(output, 100, mutator =>
    {
        if (Read(mutator.Spoil(mutator.Pick(OfVersion2))) is { } ticket)
        {
            CheckUsable(ticket, mutator);
        }
    });

    /// <summary>A part that was touched holds no token, so none comes up under another audience.</summary>
    [Fact]
    public Task A_part_that_was_touched_or_is_of_another_ticket_holds_no_token() => FuzzRun.RunAsync(output, 20, mutator =>
    {
        var (first, second) = mutator.Pick(Apart);
        var other = mutator.Random.Next(4) == 0 ? mutator.Pick(Apart).Second : mutator.Spoil(second);
        var additional = TicketTokens.Read(TicketPayload.Read(first, new SealedBytes(other)).Properties.Items).Additional;
        Require(additional.IsEmpty != other.AsSpan().SequenceEqual(second), "a touched part");
    });

    [Fact]
    public Task Any_payload_of_version_1_is_a_ticket_or_refused() => FuzzRun.RunAsync(output, 50, mutator =>
    {
        if (Read(mutator.Spoil(mutator.Pick(OfVersion1))) is { } ticket)
        {
            CheckUsable(ticket, mutator);
        }
    });

    [Fact]
    public Task Any_payload_of_the_framework_is_a_ticket_or_refused() => FuzzRun.RunAsync(output, 100, mutator =>
    {
        var spoiled = mutator.Spoil(mutator.Pick(OfFramework));
        if (Read(spoiled) is not { } ticket)
        {
            return;
        }

        // The framework's own reader is asked only here: it takes gigabytes for some of the payloads that ours refuses.
        if (!TicketPayload.IsMarked(spoiled))
        {
            RequireSame(ticket, TicketSerializer.Default.Deserialize(spoiled)!);
        }

        CheckUsable(ticket, mutator);
    });

    private static AuthenticationTicket? Read(byte[] payload)
    {
        try
        {
            return SessionTicketFormat.Ticket(payload);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void CheckUsable(AuthenticationTicket ticket, Mutator mutator)
    {
        _ = (ticket.Properties.IssuedUtc, ticket.Properties.ExpiresUtc, ticket.Principal.Identity?.Name);
        _ = TicketTokens.Read(ticket.Properties.Items);
        var format = mutator.Random.Next(2) == 0 ? TicketFormat.Compact : TicketFormat.Framework;
        RequireSame(ticket, SessionTicketFormat.Ticket(TicketBytes.Of(ticket, format))!);
    }

    private static void RequireSame(AuthenticationTicket ticket, AuthenticationTicket other)
    {
        Require(ticket.AuthenticationScheme == other.AuthenticationScheme, "scheme");
        var (items, others) = (ticket.Properties.Items, other.Properties.Items);
        foreach (var name in items.Keys.Union(others.Keys).Except(Derived))
        {
            Require(items.ContainsKey(name) == others.ContainsKey(name), name);
            Require((items[name] ?? "") == (others[name] ?? ""), name); // the framework's format has no null
        }

        Require(Identities(ticket).SequenceEqual(Identities(other)), "identities");
        Require(Claims(ticket).SequenceEqual(Claims(other)), "claims");
    }

    private static IEnumerable<(string? Type, string Bootstrap)> Identities(AuthenticationTicket ticket) =>
        ticket.Principal.Identities.Select(identity =>
            (identity.AuthenticationType, (identity.BootstrapContext as string) ?? ""));

    /// <summary>Without their types: the framework's format has a text that stands for the default type.</summary>
    private static IEnumerable<string> Claims(AuthenticationTicket ticket) =>
        ticket.Principal.Claims.Select(claim => claim.Value);

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The ticket is another one: " + what);
        }
    }

    private static ClaimsPrincipal Actors()
    {
        var claim = new Claim("sub", "alice", "type", "issuer", "original");
        claim.Properties["p"] = "1";
        var actor = new ClaimsIdentity([new Claim("sub", "service")], "act") { Actor = new ClaimsIdentity("act-of-act") };
        return new([new ClaimsIdentity([claim], "type", "sub", "r") { BootstrapContext = "boot", Actor = actor }, new()]);
    }

    private static (byte[] First, byte[] Second) Parts(AuthenticationTicket ticket)
    {
        var first = TicketPayload.Write(ticket, out var separate);
        return (first, separate?.Sealed?.ToArray() ?? []);
    }

    private static AuthenticationTicket WithSectionsOfAnotherVersion()
    {
        var ticket = Tickets.Of(Tickets.Tokens(additional: 1));
        ticket.Properties.Items[TicketItems.TokenSections] = KeptSectionsText.Write([new KeptSection(9 << 2, new byte[] { 1, 2 })]);
        ticket.Properties.Items[TicketItems.TicketSections] = KeptSectionsText.Write([new KeptSection((10 << 2) | 2, new byte[] { 3 })]);
        return ticket;
    }

    private static AuthenticationTicket WithItemOfAnotherVersion()
    {
        var ticket = Tickets.Of(Tickets.Tokens());
        ticket.Properties.Items[".Auth0.next"] = "of another version";
        ticket.Properties.Items[TicketItems.Client] = "c2l4dGVlbiBsZXR0";
        return ticket;
    }
}
