namespace AlignZeg.Datasets.Manifests;

/// <summary>Names for images that come without a file: the same rules as for files.</summary>
public static class ImageNames
{
    /// <summary>A name per given one that can be a path under any folder, and the stem that its outputs are named after.</summary>
    /// <param name="given">What a caller calls the images.</param>
    /// <returns>In ordinal order of the names, with the position in <paramref name="given"/>.</returns>
    /// <exception cref="InputException">Two images of one name.</exception>
    public static IReadOnlyList<(string Name, string Stem, int Position)> Assign(IEnumerable<string> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        var named = given.Select((name, position) => (Name: SafeName.Of(name), Position: position)).OrderBy(one => one.Name, StringComparer.Ordinal).ToList();
        for (int i = 1; i < named.Count; i++)
            if (named[i].Name == named[i - 1].Name) throw new InputException(InputException.Nothing, $"The image '{named[i].Name}' is named twice; give each image a name of its own.");
        var stems = OutputStems.For([.. named.Select(one => one.Name)]);
        return [.. named.Select((one, i) => (one.Name, stems[i], one.Position))];
    }
}
