namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>What is alive.</summary>
internal static class Heap
{
    /// <summary>Collects all that is not, and counts the rest.</summary>
    public static long Bytes()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
