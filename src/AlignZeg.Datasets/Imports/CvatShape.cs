using System.Xml;

namespace AlignZeg.Datasets.Imports;

/// <summary>One annotation of an image in CVAT's XML.</summary>
/// <param name="Kind">The element: <c>mask</c>, <c>polygon</c>, <c>box</c> …</param>
/// <param name="Attributes">What it says, by name.</param>
internal sealed record CvatShape(string Kind, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>An attribute; null if it is missing.</summary>
    public string? this[string name] => Attributes.GetValueOrDefault(name);

    /// <summary>Takes the element that the reader is at.</summary>
    public static CvatShape Of(XmlReader element)
    {
        var (kind, attributes) = (element.Name, new Dictionary<string, string>(StringComparer.Ordinal));
        while (element.MoveToNextAttribute()) attributes[element.Name] = element.Value;
        element.MoveToElement();
        return new(kind, attributes);
    }
}
