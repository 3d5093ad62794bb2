namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Some of the sessions that have ended, each as the hash of its name. Numbers in arrays, which the garbage collector does not
/// look into.</summary>
internal sealed class EndedPart
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TextHash, long> _until = [];

    public long Until(TextHash key)
    {
        lock (_gate)
        {
            return _until.GetValueOrDefault(key);
        }
    }

    /// <returns>True for an end that is new.</returns>
    public bool Note(TextHash key, long until)
    {
        lock (_gate)
        {
            var known = _until.GetValueOrDefault(key);
            _until[key] = Math.Max(known, until);
            return known == 0;
        }
    }

    /// <returns>How many were copied: ends that do not fit are left out.</returns>
    public int CopyTo(Span<long> moments)
    {
        lock (_gate)
        {
            var copied = 0;
            foreach (var until in _until.Values)
            {
                if (copied == moments.Length)
                {
                    break;
                }

                moments[copied++] = until;
            }

            return copied;
        }
    }

    public int Remove(Func<long, bool> condition, int atMost)
    {
        lock (_gate)
        {
            var removed = 0;
            foreach (var (key, until) in _until)
            {
                if (removed == atMost)
                {
                    break;
                }

                if (condition(until))
                {
                    _until.Remove(key); // A removal does not disturb the enumeration.
                    removed++;
                }
            }

            return removed;
        }
    }
}
