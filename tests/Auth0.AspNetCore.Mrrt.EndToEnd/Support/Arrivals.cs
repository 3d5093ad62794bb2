namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>Counts what comes, and lets a test wait until enough has come.</summary>
internal sealed class Arrivals
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _sync = new();
    private int _count;
    private TaskCompletionSource _next = New();

    public void Add()
    {
        TaskCompletionSource told;
        lock (_sync)
        {
            _count++;
            (told, _next) = (_next, New());
        }

        told.SetResult();
    }

    public void Forget()
    {
        lock (_sync)
        {
            _count = 0;
        }
    }

    public async Task WaitAsync(int count)
    {
        while (NextUnless(count) is { } next)
        {
            await next.WaitAsync(Patience);
        }
    }

    private Task? NextUnless(int count)
    {
        lock (_sync)
        {
            return _count >= count ? null : _next.Task;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
