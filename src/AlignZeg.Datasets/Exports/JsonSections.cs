using System.Text.Encodings.Web;
using System.Text.Json;

namespace AlignZeg.Datasets.Exports;

/// <summary>
/// A JSON object whose members are arrays that grow side by side, as COCO's <c>images</c> and <c>annotations</c> do. Each array is a file of its own until
/// the end, then they are put together: memory holds a page of each.
/// </summary>
internal sealed class JsonSections : IDisposable
{
    private const int Page = 1 << 16;
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string _path;
    private readonly SortedDictionary<string, (FileStream File, Utf8JsonWriter Writer)> _sections = new(StringComparer.Ordinal);

    /// <summary>Begins the arrays.</summary>
    public JsonSections(string path, params string[] names)
    {
        _path = path;
        foreach (var name in names)
        {
            var file = new FileStream($"{path}.{name}.tmp", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);
            _sections[name] = (file, new(file, Readable));
            _sections[name].Writer.WriteStartArray();
        }
    }

    /// <summary>Appends one element to an array.</summary>
    public void Add(string name, Action<Utf8JsonWriter> write)
    {
        var writer = _sections[name].Writer;
        write(writer);
        if (writer.BytesPending > Page) writer.Flush();
    }

    /// <summary>Writes the object: first the members given, then the arrays.</summary>
    public void Complete(Action<Utf8JsonWriter> members)
    {
        using var file = File.Create(_path);
        using (var writer = new Utf8JsonWriter(file, Readable))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        file.Position--;                                // over the closing brace
        foreach (var (name, section) in _sections)
        {
            section.Writer.WriteEndArray();
            section.Writer.Flush();
            file.Write(System.Text.Encoding.UTF8.GetBytes($",\n\"{name}\":"));
            section.File.Position = 0;
            section.File.CopyTo(file);
        }

        file.Write("}\n"u8);
    }

    /// <summary>Ends the arrays' own files.</summary>
    public void Dispose()
    {
        foreach (var (file, writer) in _sections.Values)
        {
            writer.Dispose();
            file.Dispose();
        }
    }
}
