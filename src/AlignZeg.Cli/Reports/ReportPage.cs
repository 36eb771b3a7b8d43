using System.Net;
using System.Text;
using System.Text.Json;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Reports;

/// <summary>Writes <c>index.html</c>: one file with everything in it. One card is in memory at a time.</summary>
internal sealed class ReportPage(ReportContent content, Func<ImageRecord, CancellationToken, Task<ReportCard?>> cardOf)
{
    /// <summary>Writes the page as a whole or not at all.</summary>
    public Task WriteAsync(string path, CancellationToken cancellationToken) => WholeFile.WriteAsync(path, async file =>
    {
        var text = await ResourceAsync("report.html", cancellationToken);
        text = text.Replace("{{title}}", WebUtility.HtmlEncode(content.Title), StringComparison.Ordinal);
        text = text.Replace("{{style}}", await ResourceAsync("report.css", cancellationToken), StringComparison.Ordinal);
        text = text.Replace("{{script}}", await ResourceAsync("report.js", cancellationToken), StringComparison.Ordinal);
        var halves = text.Split("{{data}}");
        await file.WriteAsync(Encoding.UTF8.GetBytes(halves[0]), cancellationToken);
        await WriteDataAsync(file, cancellationToken);
        await file.WriteAsync(Encoding.UTF8.GetBytes(halves[1]), cancellationToken);
    });

    private async Task WriteDataAsync(Stream file, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(file, new() { Encoder = ResultJson.Page.Encoder });
        json.WriteStartObject();
        foreach (var (name, value) in JsonSerializer.SerializeToElement(content, ResultJson.Page).EnumerateObject().Select(property => (property.Name, property.Value)))
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
        json.WriteStartArray("images");
        foreach (var record in content.Cards)
        {
            if (await cardOf(record, cancellationToken) is not { } card) continue;
            JsonSerializer.Serialize(json, card, ResultJson.Page);
            await json.FlushAsync(cancellationToken);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static async Task<string> ResourceAsync(string name, CancellationToken cancellationToken)
    {
        await using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
