namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>A lock together with its place among those that hold a connection.</summary>
internal sealed class HeldRow(RowLock row, SemaphoreSlim places) : IAsyncDisposable
{
    private bool _left;

    public RowLock Lock { get; } = row;

    public async ValueTask DisposeAsync()
    {
        if (_left)
        {
            return;
        }

        _left = true;
        try
        {
            await Lock.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }
}
