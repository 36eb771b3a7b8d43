using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AlignZeg.Client.Names;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Vocabularies;

/// <summary>Vocabularies: names for lists of classes, in versions that never change.</summary>
public sealed class VocabularyClient
{
    private const string Kind = "vocabularies";
    private const int MaxLimit = 1_000;
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

    /// <summary>How many tokens a model makes of each class, and whether it reads them all; a page of classes after one.</summary>
    /// <param name="name">Of the vocabulary.</param> <param name="model">Of the server.</param> <param name="version">Null = the latest.</param>
    /// <param name="after">A page's <see cref="TokenPage.Next"/>; null = from the first class.</param> <param name="limit">Null = 100; at most 1,000.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<TokenPage> ReadTokensAsync(string name, string model, int? version = null, int? after = null, int? limit = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(
            ApiPath.Of(Kind, name, "tokens").With(("model", model), ("version", version), ("after", after), ("limit", limit)), ClientJson.Default.TokenPage, cancellationToken);

    /// <summary>The same for all classes, page by page.</summary>
    /// <param name="name">Of the vocabulary.</param> <param name="model">Of the server.</param> <param name="version">Null = the latest.</param> <param name="cancellationToken">Ends the call.</param>
    public async IAsyncEnumerable<ClassTokens> ReadAllTokensAsync(string name, string model, int? version = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TokenPage? page = null;
        do
        {
            page = await ReadTokensAsync(name, model, page?.Version ?? version, page?.Next, MaxLimit, cancellationToken);
            foreach (var one in page.Classes) yield return one;
        }
        while (page.Next is not null);
    }

    /// <summary>Publishes classes as the newest version, unless a version is the same already: the latest then stays the latest, see <see cref="Vocabulary.Latest"/>. Safe to repeat.</summary>
    /// <param name="name">Of the vocabulary.</param> <param name="definition">The classes.</param>
    /// <param name="latest">The hash that the latest version must have, so that nobody's work is lost; null = whatever it is.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<Publication> PublishAsync(string name, VocabularyDefinition definition, string? latest = null, CancellationToken cancellationToken = default) =>
        PublishTextAsync(name, JsonSerializer.Serialize(definition, ClientJson.Default.VocabularyDefinition), latest, cancellationToken);

    /// <summary>The same for the text of a file: JSON, or a class per line.</summary>
    /// <inheritdoc cref="PublishAsync"/>
    public Task<Publication> PublishTextAsync(string name, string text, string? latest = null, CancellationToken cancellationToken = default) =>
        PublishTextAsync(name, text, new LengthCheck(), latest, cancellationToken);

    /// <summary>The same, refused with the problem <c>text-too-long</c> if a model would cut off a text.</summary>
    /// <param name="name">Of the vocabulary.</param> <param name="text">JSON, or a class per line.</param> <param name="check">Against which model.</param>
    /// <param name="latest">The hash that the latest version must have; null = whatever it is.</param> <param name="cancellationToken">Ends the call.</param>
    public async Task<Publication> PublishTextAsync(string name, string text, LengthCheck check, string? latest = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(check);
        var path = ApiPath.Of(Kind, name).With(("model", check.Model), ("truncate", check.AllowTruncation ? "allow" : null));
        var call = ApiCall.Put(path, () => new StringContent(text, Encoding.UTF8, text.AsSpan().TrimStart() is ['{' or '[', ..] ? "application/json" : "text/plain"));
        using var answer = await _transport.OpenAsync(call with { Headers = headers => { if (latest is not null) headers.TryAddWithoutValidation("If-Match", $"\"{latest}\""); } }, cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return new((await JsonSerializer.DeserializeAsync(body, ClientJson.Default.Vocabulary, cancellationToken))!, answer.StatusCode == HttpStatusCode.Created);
    }
}
