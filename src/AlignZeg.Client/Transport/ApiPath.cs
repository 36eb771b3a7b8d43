using System.Globalization;
using System.Text;

namespace AlignZeg.Client.Transport;

/// <summary>Addresses of calls; names are escaped, so that none of them can lead elsewhere.</summary>
internal static class ApiPath
{
    /// <summary>A path of names below <c>v1</c>.</summary>
    /// <exception cref="ArgumentException">A name is empty, or one that a server would read as a step up or down.</exception>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var path = new StringBuilder("v1");
        foreach (string part in parts) path.Append('/').Append(Escape(part));
        return path.ToString();
    }

    /// <summary>The same with a query; what is null is left out.</summary>
    public static string With(this string path, params ReadOnlySpan<(string Name, object? Value)> query)
    {
        var address = new StringBuilder(path);
        char separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in query)
        {
            if (value is null) continue;
            address.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(Text(value)));
            separator = '&';
        }

        return address.ToString();
    }

    public static string Escape(string part)
    {
        ArgumentException.ThrowIfNullOrEmpty(part);
        return part is "." or ".." ? throw new ArgumentException($"'{part}' is no name.", nameof(part)) : Uri.EscapeDataString(part);
    }

    private static string Text(object value) => value switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
