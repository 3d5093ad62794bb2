namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>Takes the body of an answer up to a bound, and then no more. What has come by then can be read.</summary>
/// <param name="bound">The most bytes to keep.</param>
internal sealed class BoundedBody(int bound) : Stream
{
    private readonly MemoryStream _kept = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _kept.Length;

    public override long Position
    {
        get => _kept.Position;
        set => throw new NotSupportedException();
    }

    /// <summary>Returns what has come.</summary>
    public byte[] ToArray() => _kept.ToArray();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var room = bound - (int)_kept.Length;
        _kept.Write(buffer[..Math.Min(room, buffer.Length)]);
        if (buffer.Length > room)
        {
            throw new BodyTooLargeException();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
        catch (BodyTooLargeException e)
        {
            return ValueTask.FromException(e);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends the copy. Nobody outside sees it.</summary>
    private sealed class BodyTooLargeException : IOException;
}
