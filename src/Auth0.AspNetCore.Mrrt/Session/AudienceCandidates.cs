namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>Goes through additional tokens: all of them, or those with one number.</summary>
/// <param name="sets">The tokens.</param>
/// <param name="numbers">The number of each; none goes through all.</param>
/// <param name="number">The number of those that are wanted.</param>
internal ref struct AudienceCandidates(ReadOnlySpan<AccessTokenSet> sets, ReadOnlySpan<int> numbers = default, int number = 0)
{
    private readonly ReadOnlySpan<AccessTokenSet> _sets = sets;
    private readonly ReadOnlySpan<int> _numbers = numbers;
    private int _next;

    public AccessTokenSet Current { get; private set; } = null!;

    public readonly AudienceCandidates GetEnumerator() => this;

    public bool MoveNext()
    {
        if (!_numbers.IsEmpty)
        {
            var further = _numbers[_next..].IndexOf(number);
            _next = further < 0 ? _sets.Length : _next + further;
        }

        if (_next >= _sets.Length)
        {
            return false;
        }

        Current = _sets[_next++];
        return true;
    }
}
