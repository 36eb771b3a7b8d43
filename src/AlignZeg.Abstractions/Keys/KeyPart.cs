namespace AlignZeg.Abstractions.Keys;

/// <summary>One part of a key: what may stand between the slashes of grain keys and blob names alike.</summary>
public static class KeyPart
{
    /// <summary>Longest part, in characters.</summary>
    public const int MaxLength = 100;

    /// <summary>Gives the part back if it may stand in a key.</summary>
    /// <param name="part">Letters, digits, <c>-</c>, <c>_</c>, <c>.</c>; not starting with a dot; 1 to 100 characters.</param>
    /// <param name="what">What the part names, for the message.</param>
    /// <exception cref="FormatException">It may not.</exception>
    public static string Check(string part, string what)
    {
        if (string.IsNullOrEmpty(part)) throw new FormatException($"The {what} is empty; give it a name.");
        if (part.Length > MaxLength) throw new FormatException($"The {what} is {part.Length} characters long; at most {MaxLength} are allowed.");
        if (part[0] == '.' || !part.All(IsAllowed))
            throw new FormatException($"The {what} '{part}' may only have the letters a-z and A-Z, digits, '-', '_' and '.', and may not start with '.'.");
        return part;
    }

    internal static string[] Split(string key, int parts, string form)
    {
        ArgumentNullException.ThrowIfNull(key);
        var found = key.Split('/');
        return found.Length == parts ? found : throw new FormatException($"'{key}' is not a key of the form {form}.");
    }

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.';
}
