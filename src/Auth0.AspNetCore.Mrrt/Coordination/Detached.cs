namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Starts work that belongs to no request: the first caller's HttpContext ends before the work may, so
/// nothing of it travels along.</summary>
internal static class Detached
{
    public static Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work)
    {
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            return Task.Run(work);
        }
    }
}
