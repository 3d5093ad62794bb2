namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>How many requests are left, for all users together.</summary>
internal sealed class Budget(int requests)
{
    private int _left = requests;

    public int Left => Math.Max(0, Volatile.Read(ref _left));

    public bool TryTake() => Interlocked.Decrement(ref _left) >= 0;
}
