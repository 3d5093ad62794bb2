using System.Net;
using System.Net.Sockets;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

/// <summary>The sample as a program. In turns with the tests of its page: all want its usual port.</summary>
[Collection(nameof(SampleProcess))]
public sealed class QuickstartProcessTests
{
    private const int UsualPort = 5080;

    [Fact]
    public async Task The_check_makes_the_whole_journey_and_passes()
    {
        var (exitCode, output) = await SampleProcess.RunAsync("Quickstart", "--check");

        output.Should().NotBeEmpty();
        output.Last().Should().Be("check: passed", string.Join(Environment.NewLine, output));
        exitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_left_alone_and_a_line_names_the_other_one()
    {
        using var taken = TakeUsualPort();

        await using var sample = await SampleProcess.StartAsync("Quickstart", []);

        sample.Address.Port.Should().NotBe(UsualPort);
        var address = sample.Address.GetLeftPart(UriPartial.Authority);
        sample.Output.Take(2).Should().Equal(
            $"Port {UsualPort} is taken; using {address} instead.",
            $"Starting. In a few seconds, open {address} in a browser.");
        using var http = new HttpClient();
        using var answer = await http.GetAsync(sample.Address);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_that_is_asked_for_is_used()
    {
        await using var sample = await SampleProcess.StartAsync("Quickstart", ["--urls", "http://127.0.0.1:0"]);

        sample.Address.Host.Should().Be("127.0.0.1");
        sample.Output.First().Should().Be("Starting. The address to open follows.");
        sample.Output.Should().NotContain(line => line.Contains("is taken"));
    }

    [Fact]
    public async Task The_first_line_comes_before_the_start_and_names_the_address_to_open()
    {
        await using var sample = await SampleProcess.StartAsync("Quickstart", []);

        var address = sample.Address.GetLeftPart(UriPartial.Authority);
        var taken = sample.Address.Port != UsualPort;
        sample.Output.Should().HaveElementAt(
            taken ? 1 : 0, $"Starting. In a few seconds, open {address} in a browser.");
    }

    /// <summary>Nothing to dispose when some other program has it already: that is as good.</summary>
    private static TcpListener? TakeUsualPort()
    {
        var listener = new TcpListener(IPAddress.Loopback, UsualPort);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
