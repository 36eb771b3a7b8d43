using System.Net;
using System.Text;
using System.Text.Json;
using AlignZeg.Client.Names;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Vocabularies;

/// <summary>Vocabularies: names for lists of classes, in versions that never change.</summary>
public sealed class VocabularyClient
{
    private const string Kind = "vocabularies";
    private readonly ApiTransport _transport;

    internal VocabularyClient(ApiTransport transport) => _transport = transport;

    /// <summary>A page of names after a name.</summary>
    public Task<NamePage> ListAsync(string? after = null, int? limit = null, CancellationToken cancellationToken = default) => NameList.PageAsync(_transport, Kind, after, limit, cancellationToken);

    /// <summary>All names, page by page.</summary>
    public IAsyncEnumerable<string> ListAllAsync(CancellationToken cancellationToken = default) => NameList.AllAsync(_transport, Kind, cancellationToken);

    /// <summary>A version.</summary>
    /// <param name="name">Of the vocabulary.</param> <param name="version">Null = the latest.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<Vocabulary> GetAsync(string name, int? version = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Of(Kind, name).With(("version", version)), ClientJson.Default.Vocabulary, cancellationToken);

    /// <summary>All versions, ascending; none if there is no such vocabulary.</summary>
    public Task<IReadOnlyList<VocabularyVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Of(Kind, name, "versions"), ClientJson.Default.IReadOnlyListVocabularyVersion, cancellationToken);

    /// <summary>Publishes classes as the newest version, unless it is the same already. Safe to repeat.</summary>
    /// <param name="name">Of the vocabulary.</param> <param name="definition">The classes.</param>
    /// <param name="latest">The hash that the latest version must have, so that nobody's work is lost; null = whatever it is.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<Publication> PublishAsync(string name, VocabularyDefinition definition, string? latest = null, CancellationToken cancellationToken = default) =>
        PublishTextAsync(name, JsonSerializer.Serialize(definition, ClientJson.Default.VocabularyDefinition), latest, cancellationToken);

    /// <summary>The same for the text of a file: JSON, or a class per line.</summary>
    /// <inheritdoc cref="PublishAsync"/>
    public async Task<Publication> PublishTextAsync(string name, string text, string? latest = null, CancellationToken cancellationToken = default)
    {
        var call = ApiCall.Put(ApiPath.Of(Kind, name), () => new StringContent(text, Encoding.UTF8, text.AsSpan().TrimStart() is ['{' or '[', ..] ? "application/json" : "text/plain"));
        using var answer = await _transport.OpenAsync(call with { Headers = headers => { if (latest is not null) headers.TryAddWithoutValidation("If-Match", $"\"{latest}\""); } }, cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return new((await JsonSerializer.DeserializeAsync(body, ClientJson.Default.Vocabulary, cancellationToken))!, answer.StatusCode == HttpStatusCode.Created);
    }
}
