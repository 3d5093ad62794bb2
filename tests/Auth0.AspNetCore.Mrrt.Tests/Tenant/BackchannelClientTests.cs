using System.Net;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

/// <summary>The one way out to the tenant.</summary>
public sealed class BackchannelClientTests
{
    /// <summary>Its connection would stay taken until a finalizer runs.</summary>
    [Fact]
    public async Task An_answer_that_cannot_be_read_whole_fails_the_call_and_is_let_go()
    {
        using var wire = new RecordedCalls();
        var content = new EndlessContent();
        wire.Answer = _ => Task.FromResult(new HttpResponseMessage { Content = content });
        using var http = new HttpClient(wire);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://tenant.example.com/x");
        var channel = new TenantChannel(http, TimeSpan.FromSeconds(30), SendTelemetry: true);
        var send = () => new BackchannelClient(null!, new ManualTimeProvider()).SendAsync(channel, request, default);
        await send.Should().ThrowAsync<HttpRequestException>();
        content.LetGo.Should().BeTrue();
    }

    private sealed class EndlessContent : HttpContent
    {
        public bool LetGo { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(new byte[BackchannelClient.MaxResponseBytes + 1]).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            LetGo = true;
            base.Dispose(disposing);
        }
    }
}
