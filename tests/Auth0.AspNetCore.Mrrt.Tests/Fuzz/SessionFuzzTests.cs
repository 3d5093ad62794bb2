using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Grants;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Fuzz;

/// <summary>What a session holds may be of another version, another handler, truncated or hostile: it is read as far as
/// it can be, and what cannot be read is missing.</summary>
[Trait("Category", FuzzRun.Category)]
public sealed class SessionFuzzTests(ITestOutputHelper output)
{
    private static readonly SessionTokens Whole = Given.Holding().Next(
        Given.Set(Given.Jwt("""{"aud":["https://orders.example.com"],"scope":"a","exp":1}"""), Given.Orders, "a", "a b"),
        [
            Given.Set("t1", Given.Inventory, "x", "x y", usedAt: 9).WithRequestedScope("x y z", Given.Now),
            Given.Set("t2", null, null, null),
        ],
        "rt-3",
        "it-3",
        AudienceRefusals.With(Given.Holding().AudiencesRefused, Given.Admin, Given.Now));

    private static readonly Dictionary<string, string?> Items = Written(Whole);

    private static readonly string[] Names = [.. Items.Keys];

    private static readonly string List = Items[TicketItems.AccessTokens]!;

    private static readonly SessionTokens SignedIn = Whole.With(new SignInMark(
        2, 3, SignInTicket.Write(Tickets.Principal(), Tickets.Of(Tickets.Tokens()).Properties, "Cookies")));

    private static readonly SessionProtector Open = new(new NoProtection());

    private static readonly byte[][] Records = [Open.Protect(Whole).Payload.ToArray(), Open.Protect(SignedIn).Payload.ToArray()];

    [Fact]
    public Task Any_items_of_a_ticket_are_read_as_far_as_they_go() => FuzzRun.RunAsync(output, 100, mutator =>
    {
        var items = new Dictionary<string, string?>(Items);
        for (var changes = mutator.Random.Next(1, 5); changes > 0; changes--)
        {
            var name = mutator.Pick(Names);
            _ = mutator.Random.Next(6) switch
            {
                0 => items.Remove(name),
                1 => (items[name] = null) is null,
                2 => (items[name] = items.GetValueOrDefault(mutator.Pick(Names))) is null,
                _ => (items[name] = mutator.Spoil(items.GetValueOrDefault(name) ?? "")) is null,
            };
        }

        CheckUsable(TicketTokens.Read(items));
    });

    [Fact]
    public Task Any_list_of_tokens_is_read_or_missing() => FuzzRun.RunAsync(output, 20, mutator =>
    {
        foreach (var set in AccessTokenSetJson.Read(mutator.Spoil(List)))
        {
            Require(set.AccessToken.Length > 0 && set.TokenType.Length > 0 && set.Audience is not "");
        }
    });

    /// <summary>Past the protection: somebody with the keys, or another version, has written the record.</summary>
    [Fact]
    public async Task Any_record_is_opened_or_is_none()
    {
        var opened = 0;
        await FuzzRun.RunAsync(output, 100, mutator =>
        {
            if (Open.Unprotect(Whole.SessionId, new SessionRecord(4, mutator.Spoil(mutator.Pick(Records)))) is { } tokens)
            {
                opened++;
                CheckRecord(tokens);
            }
        });
        opened.Should().BePositive("else nothing was looked through");
    }

    private static void CheckRecord(SessionTokens tokens)
    {
        Require(tokens.SessionId == Whole.SessionId);
        CheckUsable(tokens);
        _ = SignInTicket.EndOf(tokens);
        if (SignInTicket.Newer(tokens, known: 1, "Cookies") is { } ticket)
        {
            _ = TicketPayload.Write(ticket);
        }

        var (written, again) = (tokens.SignIn, Open.Unprotect(tokens.SessionId, Open.Protect(tokens))!.SignIn);
        Require(written.Count == 0 // such a record says that there was no sign-in
            ? again.Count == 0
            : again.Generation == written.Generation && again.Count == written.Count && again.Ticket.Span.SequenceEqual(written.Ticket.Span));
    }

    [Fact]
    public Task No_record_that_was_touched_opens()
    {
        var protector = new SessionProtector(new EphemeralDataProtectionProvider());
        var record = protector.Protect(Whole);
        return FuzzRun.RunAsync(output, 5, mutator =>
        {
            var payload = mutator.Spoil(record.Payload.ToArray());
            var opened = protector.Unprotect("session", new SessionRecord(record.Generation, payload));
            if (payload.AsSpan().SequenceEqual(record.Payload.Span))
            {
                Require(opened is { Additional.Length: 2 });
            }
            else
            {
                Require(opened is null || (IsFirstPartSame(payload, record) && opened.Additional.IsEmpty));
            }
        });
    }

    /// <summary>The second part is opened later: when it was touched there are no additional tokens.</summary>
    private static bool IsFirstPartSame(byte[] payload, SessionRecord record)
    {
        var end = sizeof(int) + BitConverter.ToInt32(record.Payload.Span);
        return payload.AsSpan()[..end].SequenceEqual(record.Payload.Span[..end]);
    }

    /// <summary>It can be looked through, written, read again to the same, and filed into.</summary>
    private static void CheckUsable(SessionTokens tokens)
    {
        Require(tokens.SessionId.Length > 0 && tokens.Generation >= 0 && !tokens.Additional.IsDefault);
        Require(tokens.RefreshToken is not "" && tokens.IdToken is not "" && tokens.Scheme is not "");
        Require(!$"{tokens}".Contains("rt-3", StringComparison.Ordinal));
        var written = Written(tokens);
        var again = Written(TicketTokens.Read(written));
        Require(written.Count == again.Count && written.All(item => again[item.Key] == item.Value));

        var need = Given.Need(Given.Orders, "a");
        if (TokenMatch.Find(tokens, need, Given.Now, TimeSpan.Zero) is { } found)
        {
            Require(found.Audience == Given.Orders && found.ExpiresAt > Given.Now);
            _ = GrantedToken.Result(found, need).ToString();
        }

        _ = IdTokenContinuity.Problem(tokens.IdToken, Given.Jwt("""{"iss":"x"}"""));
        var next = NextGeneration.Keep(
            tokens, need, NextGeneration.ScopeToSend(tokens, need), Given.Response("new", "a"), null, 2, Given.Now).Next;
        Require(next.Additional.Length <= 2 && TokenMatch.Find(next, need, Given.Now, TimeSpan.Zero)!.Audience == Given.Orders);
    }

    private static Dictionary<string, string?> Written(SessionTokens tokens)
    {
        var items = new Dictionary<string, string?>();
        TicketTokens.Write(tokens, items);
        return items;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("What was read does not hold.");
        }
    }

    private sealed class NoProtection : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => plaintext;

        public byte[] Unprotect(byte[] protectedData) => protectedData;
    }
}
