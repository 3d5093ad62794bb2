using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Goes through the sections of a payload.</summary>
/// <param name="reader">Stands before the first section.</param>
internal ref struct SectionReader(PayloadReader reader)
{
    private ulong _last;
    private bool _isWithin;

    /// <summary>Begins the next section.</summary>
    /// <returns>False after the last one.</returns>
    /// <exception cref="FormatException">The section before was not read to its end, or this one is not in its place.</exception>
    public bool TryNext(out ulong tag)
    {
        if (_isWithin)
        {
            reader.EndSection();
        }

        _isWithin = reader.Remaining > 0;
        tag = _isWithin ? reader.BeginSection() : 0;
        if (_isWithin && tag >> KeptSection.Marks <= _last)
        {
            throw new FormatException("A section is not in its place.");
        }

        _last = tag >> KeptSection.Marks;
        return _isWithin;
    }
}
