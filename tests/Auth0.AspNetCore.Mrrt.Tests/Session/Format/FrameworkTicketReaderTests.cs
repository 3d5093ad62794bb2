using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>The framework's tickets are read as the framework reads them, but for numbers that the bytes cannot hold.</summary>
public sealed class FrameworkTicketReaderTests
{
    [Fact]
    public void A_ticket_without_identities_and_items_is_read()
    {
        var written = TicketSerializer.Default.Serialize(new AuthenticationTicket(new ClaimsPrincipal(), "scheme"));
        var read = FrameworkTicketReader.Shared.Deserialize(written)!;
        read.AuthenticationScheme.Should().Be("scheme");
        read.Principal.Identities.Should().BeEmpty();
        read.Properties.Items.Should().BeEmpty();
    }

    [Fact]
    public void Another_version_of_the_framework_s_format_is_no_ticket()
    {
        FrameworkTicketReader.Shared.Deserialize([4, 0, 0, 0, 1, 67]).Should().BeNull();
        FrameworkTicketReader.Shared.Deserialize([6, 0, 0, 0, 1, 67]).Should().BeNull();
    }

    /// <summary>The reader looks before it takes memory: what is refused later has taken it.</summary>
    [Theory]
    [InlineData(new byte[] { 5, 0, 0, 0, 1, 67, 1, 0, 0, 0 })]
    [InlineData(new byte[] { 5, 0, 0, 0, 1, 67, 2, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 5, 0, 0, 0, 1, 67, 0xff, 0xff, 0xff, 0xff, 1 })]
    [InlineData(new byte[] { 5, 0, 0, 0, 1, 67, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0 })]
    [InlineData(new byte[] { 5, 0, 0, 0, 1, 67, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x80 })]
    public void One_more_than_the_bytes_hold_is_refused_before_any_is_read(byte[] bytes) =>
        FluentActions.Invoking(() => FrameworkTicketReader.Shared.Deserialize(bytes))
            .Should().Throw<FormatException>().WithMessage("*more than they hold*");

    [Fact]
    public void What_ends_too_early_is_refused_with_the_framework_s_error_inside() =>
        FluentActions.Invoking(() => SessionTicketFormat.Ticket([5, 0, 0, 0, 7, 67]))
            .Should().Throw<FormatException>().WithMessage("*framework's format*").WithInnerException<EndOfStreamException>();
}
