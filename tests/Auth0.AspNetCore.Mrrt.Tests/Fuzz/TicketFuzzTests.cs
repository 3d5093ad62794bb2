using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Microsoft.AspNetCore.Authentication;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Fuzz;

/// <summary>A payload is encrypted and signed, so only a bug or another version brings a broken one. It is refused, with
/// one kind of exception that the format turns into "nobody is signed in".</summary>
[Trait("Category", FuzzRun.Category)]
public sealed class TicketFuzzTests(ITestOutputHelper output)
{
    private static readonly byte[][] Payloads =
    [
        TicketPayload.Write(Tickets.Of(Tickets.Tokens())),
        TicketPayload.Write(Tickets.Of(Tickets.Tokens(additional: 3))),
        TicketPayload.Write(new AuthenticationTicket(Tickets.Principal(), "s")),
        TicketPayload.Write(WithSignIn()),
        TicketPayload.Write(WithItemOfAnotherVersion()),
    ];

    [Fact]
    public Task Any_payload_is_a_ticket_or_refused() => FuzzRun.RunAsync(output, 100, mutator =>
    {
        var payload = mutator.Pick(Payloads);
        var spoiled = mutator.Spoil(payload);
        try
        {
            // Not the framework's format: its own reader believes a spoiled length and allocates gigabytes.
            var ticket = TicketPayload.Read(spoiled);
            foreach (var (_, value) in ticket.Properties.Items)
            {
                _ = value?.Length;
            }

            _ = TicketTokens.Read(ticket.Properties.Items);
        }
        catch (FormatException)
        {
            // refused
        }
    });

    private static AuthenticationTicket WithSignIn() =>
        Tickets.Of(Tickets.Tokens(additional: 1).With(new SignInMark(2, 3, new byte[40])));

    private static AuthenticationTicket WithItemOfAnotherVersion()
    {
        var ticket = Tickets.Of(Tickets.Tokens());
        ticket.Properties.Items[".Auth0.client"] = "c2l4dGVlbiBsZXR0ZXI";
        return ticket;
    }
}
