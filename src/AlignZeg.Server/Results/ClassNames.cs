using AlignZeg.Abstractions.Vocabularies;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Results;

/// <summary>The classes that records of a job can name.</summary>
internal sealed class ClassNames(IReadOnlyList<string> names)
{
    private const int Shown = 5;

    /// <summary>The name as records write it; case and Unicode form do not count.</summary>
    /// <exception cref="BadHttpRequestException">There is none; says which are near.</exception>
    public string Find(string asked)
    {
        string trimmed = asked.Trim(), folded = NameForm.Folded(asked);
        return names.FirstOrDefault(name => NameForm.Folded(name) == folded)
            ?? throw new BadHttpRequestException($"The job's vocabulary has no class '{Short(asked)}'; near it are {string.Join(", ", Near(trimmed).Select(name => $"'{Short(name)}'"))}.");
    }

    // By pairs of letters that both have; one pass over each name, however long the vocabulary.
    private IEnumerable<string> Near(string asked)
    {
        var pairs = Pairs(asked);
        return names.OrderByDescending(name => Likeness(Pairs(name), pairs)).Take(Shown);
    }

    private static double Likeness(HashSet<(char, char)> name, HashSet<(char, char)> asked) => 2.0 * name.Count(asked.Contains) / (name.Count + asked.Count);

    private static HashSet<(char, char)> Pairs(string text) => [.. $" {text.ToLowerInvariant()} ".Zip($"{text.ToLowerInvariant()} ")];

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
