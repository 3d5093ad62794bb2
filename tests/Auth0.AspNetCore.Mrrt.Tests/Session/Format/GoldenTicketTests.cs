using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format.Version1;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>The numbers and their order are in the cookies of users who are signed in. Whoever changes what is written gives the
/// payload another version.</summary>
public sealed class GoldenTicketTests
{
    private const string OfVersion1 = "oAELAQcnKQgCKz5hdXRoMHw2NWExYjJjM2Q0ZTVmNjA3MTgyOTNhNGI4aHR0cHM6Ly90ZW5hbnQuZXhhbXBsZS5jb20vAiccQWxpY2UgRXhhbX"
            + "BsZWUCMwxhbGljZWUCOUZodHRwczovL3BpY3R1cmVzLmV4YW1wbGUuY29tL2EucG5nZQI9JGFsaWNlQGV4YW1wbGUuY29tZQM/TRdlAjEmcy0w"
            + "MTIzNDU2Nzg5YWJjZGVmZQJBMjIwMjYtMDEtMDFUMDA6MDA6MDAuMDAwWmUAAMHUkM0Gwb7azQYCUQEADmNvbG91cgEEYmx1ZQEQc2Vzc2lvbg"
            + "cHAQJydAIDeyJhA3siZgN7ImcBgMDX17OKnu8IBAEXaHR0cHM6Ly9hcGkuZXhhbXBsZS5jb20KcmVhZICpoZoNgMYK/6ihmg0CA3siYgN7ImMC"
            + "EBgDL3YyAIDGCgIDeyJkA3siZQABBW90aGVyFndyaXRlIHJlYWQAgMYKAQZvcGFxdWUA";

    private const string OfVersion2 = "oAIH4gELAQcnKQgCKz5hdXRoMHw2NWExYjJjM2Q0ZTVmNjA3MTgyOTNhNGI4aHR0cHM6Ly90ZW5hbnQuZXhhbXBsZS5jb20vAiccQWxpY"
            + "2UgRXhhbXBsZYMBAjMMYWxpY2WDAQI5Rmh0dHBzOi8vcGljdHVyZXMuZXhhbXBsZS5jb20vYS5wbmeDAQI9JGFsaWNlQGV4YW1wbGUuY2"
            + "9tgwEDP00XgwECMSZzLTAxMjM0NTY3ODlhYmNkZWaDAQJBMjIwMjYtMDEtMDFUMDA6MDA6MDAuMDAwWoMBAADB1JDNBsG+2s0GCxECUQE"
            + "ADmNvbG91cgEEYmx1ZQ1aEHNlc3Npb24HBwIDeyJhA3siZgN7ImcBgMDX17OKnu8IBAEXaHR0cHM6Ly9hcGkuZXhhbXBsZS5jb20KcmVh"
            + "ZICpoZoNgMYK/6ihmg0CA3siYgN7ImMBAnJ0ETMCEBgDL3YyAIDGCgIDeyJkA3siZQABBW90aGVyFndyaXRlIHJlYWQAgMYKAQZvcGFxd"
            + "WU=";

    private const string FirstPart = "oAIH4gELAQcnKQgCKz5hdXRoMHw2NWExYjJjM2Q0ZTVmNjA3MTgyOTNhNGI4aHR0cHM6Ly90ZW5hbnQuZXhhbXBsZS5jb20vAiccQWxpY"
            + "2UgRXhhbXBsZYMBAjMMYWxpY2WDAQI5Rmh0dHBzOi8vcGljdHVyZXMuZXhhbXBsZS5jb20vYS5wbmeDAQI9JGFsaWNlQGV4YW1wbGUuY2"
            + "9tgwEDP00XgwECMSZzLTAxMjM0NTY3ODlhYmNkZWaDAQJBMjIwMjYtMDEtMDFUMDA6MDA6MDAuMDAwWoMBAADB1JDNBsG+2s0GCxECUQE"
            + "ADmNvbG91cgEEYmx1ZQ1aEHNlc3Npb24HBwIDeyJhA3siZgN7ImcBgMDX17OKnu8IBAEXaHR0cHM6Ly9hcGkuZXhhbXBsZS5jb20KcmVh"
            + "ZICpoZoNgMYK/6ihmg0CA3siYgN7ImMBAnJ0FREAABylaz2E59/WYgdU6lHBDg==";

    private const string SecondPart = "Uurg0gAo3bpbbMPQuEixN6741wzHJbQaLOxDiKgMH2p9lRbY04ZKNnwkkLkto2CIu5vlD/nhqBc9lhScoxq7ho7fDA==";

    private readonly AuthenticationTicket _ticket = Ticket();

    [Fact]
    public void A_ticket_of_version_1_means_what_it_meant()
    {
        Convert.ToBase64String(WriterOfVersion1.Ticket(_ticket)).Should().Be(OfVersion1);
        RequireSame(TicketPayload.Read(Convert.FromBase64String(OfVersion1)));
    }

    [Fact]
    public void A_ticket_of_version_2_means_what_it_means()
    {
        Convert.ToBase64String(TicketPayload.Write(_ticket)).Should().Be(OfVersion2);
        RequireSame(TicketPayload.Read(Convert.FromBase64String(OfVersion2)));
    }

    [Fact]
    public void So_does_one_whose_additional_tokens_stand_apart()
    {
        var sealedPart = new SealedBytes(Convert.FromBase64String(SecondPart));
        RequireSame(TicketPayload.Read(Convert.FromBase64String(FirstPart), sealedPart));
    }

    private void RequireSame(AuthenticationTicket read)
    {
        read.AuthenticationScheme.Should().Be("Cookies");
        read.Properties.Items.Should().BeEquivalentTo(_ticket.Properties.Items);
        read.Principal.Claims.Select(claim => claim.ToString()).Should().Equal(_ticket.Principal.Claims.Select(claim => claim.ToString()));
    }

    private static AuthenticationTicket Ticket()
    {
        var ticket = Tickets.Of(new SessionTokens
        {
            SessionId = "session",
            Generation = 7,
            Scheme = "Auth0",
            Primary = Tickets.Set("https://api.example.com", "eyJh.eyJi.eyJj", "read"),
            Additional = [Tickets.Set("https://api.example.com/v2", "eyJh.eyJk.eyJl", "read"), Tickets.Set("other", "opaque", "write read")],
            RefreshToken = "rt",
            IdToken = "eyJh.eyJm.eyJn",
        });
        ticket.Properties.Items["colour"] = "blue";
        return ticket;
    }
}
