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

    [Theory]
    [InlineData(BackchannelClient.MaxResponseBytes, BackchannelClient.MaxResponseBytes, true)]
    [InlineData(BackchannelClient.MaxResponseBytes + 1, BackchannelClient.MaxResponseBytes + 1, false)]
    [InlineData(BackchannelClient.MostRescuedBytes, BackchannelClient.MostRescuedBytes, false)]
    [InlineData(BackchannelClient.MostRescuedBytes + 1, BackchannelClient.MostRescuedBytes, false)]
    public async Task What_may_hold_a_secret_is_kept_up_to_a_bound(int sent, int kept, bool isWhole)
    {
        var (response, whole) = await KeepAsync(new ByteArrayContent(new byte[sent]), new ManualTimeProvider());
        using var _ = response;
        (await response.Content.ReadAsByteArrayAsync()).Should().HaveCount(kept);
        whole.Should().Be(isWhole);
    }

    [Fact]
    public async Task What_came_before_the_connection_broke_is_kept()
    {
        using var content = new StoppingContent(_ => throw new IOException());
        var (response, whole) = await KeepAsync(content, new ManualTimeProvider());
        using var _ = response;
        (await response.Content.ReadAsStringAsync()).Should().Be("begun");
        whole.Should().BeFalse();
    }

    [Fact]
    public async Task A_connection_that_broke_before_anything_came_fails_the_call()
    {
        using var content = new StoppingContent(_ => throw new IOException()) { Begins = false };
        await FluentActions.Awaiting(() => KeepAsync(content, new ManualTimeProvider())).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task What_came_before_the_time_limit_is_kept()
    {
        var time = new ManualTimeProvider();
        using var content = new StoppingContent(async cancelled =>
        {
            time.Advance(TimeSpan.FromSeconds(30));
            time.Advance(TimeSpan.FromSeconds(1)); // the last moment counts from when the process notices
            await new TaskCompletionSource().Task.WaitAsync(cancelled);
        });
        var (response, whole) = await KeepAsync(content, time);
        using var _ = response;
        (await response.Content.ReadAsStringAsync()).Should().Be("begun");
        whole.Should().BeFalse();
    }

    private static async Task<(HttpResponseMessage Response, bool IsWhole)> KeepAsync(HttpContent content, TimeProvider time)
    {
        using var wire = new RecordedCalls { Answer = _ => Task.FromResult(new HttpResponseMessage { Content = content }) };
        using var http = new HttpClient(wire);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://tenant.example.com/x");
        var channel = new TenantChannel(http, TimeSpan.FromSeconds(30), SendTelemetry: true);
        return await new BackchannelClient(null!, time).SendAndKeepAsync(channel, request, default);
    }

    private sealed class StoppingContent(Func<CancellationToken, Task> stop) : HttpContent
    {
        public bool Begins { get; init; } = true;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(Begins ? "begun"u8.ToArray() : [], cancellationToken);
            await stop(cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
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
