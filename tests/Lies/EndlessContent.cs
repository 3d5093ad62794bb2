using System.Net;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>A body that does not say how long it is: so many bytes, and then nothing until the reader gives up.</summary>
internal sealed class EndlessContent(int bytes) : HttpContent
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Is completed when all bytes are written and the reader waits for more.</summary>
    public Task Waiting => _waiting.Task;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(new byte[bytes], cancellationToken);
        _waiting.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
