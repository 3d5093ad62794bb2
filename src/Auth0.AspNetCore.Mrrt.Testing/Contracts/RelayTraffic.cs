namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>What went through a relay.</summary>
internal sealed class RelayTraffic
{
    private long _roundTrips;
    private long _bytesOut;
    private long _bytesIn;

    public long RoundTrips => Interlocked.Read(ref _roundTrips);

    public long BytesOut => Interlocked.Read(ref _bytesOut);

    public long BytesIn => Interlocked.Read(ref _bytesIn);

    public void CountOut(int bytes, bool begins)
    {
        Interlocked.Add(ref _bytesOut, bytes);
        if (begins)
        {
            Interlocked.Increment(ref _roundTrips);
        }
    }

    public void CountIn(int bytes) => Interlocked.Add(ref _bytesIn, bytes);

    public void Reset()
    {
        Interlocked.Exchange(ref _roundTrips, 0);
        Interlocked.Exchange(ref _bytesOut, 0);
        Interlocked.Exchange(ref _bytesIn, 0);
    }
}
