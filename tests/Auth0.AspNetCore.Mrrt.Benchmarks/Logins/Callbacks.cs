namespace Auth0.AspNetCore.Mrrt.Benchmarks.Logins;

/// <summary>Callbacks of a site, each of a login of its own. The logins begin before the callbacks are measured.</summary>
internal static class Callbacks
{
    public static Work Of(LoginSite site)
    {
        var begun = new Queue<BegunLogin>();
        return new Work(
            Run: () => site.Finish(begun.Dequeue()),
            Prepare: count =>
            {
                while (begun.Count < count)
                {
                    begun.Enqueue(site.Begin());
                }
            },
            MayChangeThread: true);
    }
}
