using System.Text;
using System.Text.Json;
using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Problems;
using AlignZeg.Server.Segmenting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Endpoints;

/// <summary>Vocabularies and their versions. The ETag is the hash of the classes.</summary>
internal static class VocabularyEndpoints
{
    public static void MapVocabularies(this IEndpointRouteBuilder v1)
    {
        var routes = v1.MapGroup("/vocabularies");
        routes.MapGet("/", (TenantScope tenant, Catalogue catalogue, string? after, int? limit, CancellationToken cancellationToken) =>
            catalogue.ListAsync(tenant, CatalogueKind.Vocabularies, after, limit, cancellationToken))
            .WithSummary("Names of the vocabularies.");
        routes.MapGet("/{name}", GetAsync).WithSummary("One version of a vocabulary, by default the latest; its ETag is the hash of the classes.").Produces<VocabularyView>().Produces(StatusCodes.Status304NotModified);
        routes.MapGet("/{name}/versions", (TenantScope tenant, string name, CancellationToken cancellationToken) => tenant.Vocabulary(name).ListVersionsAsync(cancellationToken))
            .WithSummary("All versions of a vocabulary, ascending; none if there is no such vocabulary.");
        routes.MapGet("/{name}/tokens", ReadTokensAsync).WithSummary("How many tokens a model makes of each class, in the template where it is longest, and whether it reads them all. Pages of classes: after, limit, next.")
            .Produces<TokenPage>().MayAnswer(ProblemTypes.VocabularyNotFound, ProblemTypes.ModelNotFound, ProblemTypes.InvalidName, ProblemTypes.ModelUnavailable);
        routes.MapPut("/{name}", PutAsync).RequireAuthorization(AccessPolicies.Of(AccessScopes.Label))
            .WithSummary("Publishes a version: 201 if it is new, 200 if it was there, also if others came since: latest is what jobs take that name none. JSON, or text with a class per line. With a model, refused if that would cut off a text; truncate=allow lets it.")
            .Takes("application/json", """{"classes": ["road", {"name": "car", "synonyms": ["automobile"], "color": "#3366cc"}, {"name": "other", "background": true}]}""")
            .Produces<VocabularyView>().Produces<VocabularyView>(StatusCodes.Status201Created).MayAnswer(ProblemTypes.InvalidVocabulary, ProblemTypes.StaleVersion, ProblemTypes.TextTooLong, ProblemTypes.ModelNotFound, ProblemTypes.ModelUnavailable);
    }

    private static async Task<IResult> GetAsync(TenantScope tenant, string name, HttpContext http, int version = 0, CancellationToken cancellationToken = default)
    {
        var found = await tenant.Vocabulary(name).GetAsync(version, cancellationToken);
        string etag = ETag(found.Hash);
        http.Response.Headers.ETag = etag;
        return http.Request.Headers.IfNoneMatch.Contains(etag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(VocabularyView.Of(found));
    }

    private static async Task<TokenPage> ReadTokensAsync(
        TenantScope tenant, string name, TokenCounts counts, string model, CancellationToken cancellationToken, int version = 0, int? after = null, int? limit = null) =>
        await counts.ReadAsync(model, await tenant.Vocabulary(name).GetAsync(version, cancellationToken), after, limit, cancellationToken);

    private static async Task<IResult> PutAsync(
        TenantScope tenant, string name, HttpContext http, Catalogue catalogue, TokenCounts counts, CancellationToken cancellationToken, string? model = null, string? truncate = null)
    {
        var grain = tenant.Vocabulary(name);
        var definition = Allow(VocabularyFile.Parse(Text(await Bodies.ReadAsync(http.Request, cancellationToken)), name), truncate);
        var versions = await grain.ListVersionsAsync(cancellationToken);
        if (model is not null) await counts.RequireFitAsync(model, definition, cancellationToken);
        var published = await grain.PublishIfAsync(definition, Preconditions.Of(http.Request), cancellationToken);
        await catalogue.AddAsync(tenant, CatalogueKind.Vocabularies, name, cancellationToken);
        http.Response.Headers.ETag = ETag(published.Hash);
        var view = VocabularyView.Of(published) with { Latest = (await grain.ListVersionsAsync(cancellationToken)).Count };
        return published.Number > versions.Count ? TypedResults.Created($"/v1/vocabularies/{name}?version={published.Number}", view) : TypedResults.Ok(view);
    }

    private static VocabularyDefinition Allow(VocabularyDefinition definition, string? truncate) => truncate switch
    {
        null => definition,
        "allow" => definition with { Truncate = true },
        _ => throw new BadHttpRequestException($"The parameter truncate is '{truncate}'; give 'allow' to have texts cut off where a model reads no further, or leave it out."),
    };

    private static string Text(byte[] body)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
        }
        catch (ArgumentException)
        {
            throw new ProblemException(ProblemTypes.InvalidRequest, "The vocabulary is not text in UTF-8.");
        }
    }

    private static string ETag(string hash) => $"\"{hash}\"";
}

/// <summary>A version as it is shown; <see cref="Vocabulary"/> is what a PUT takes.</summary>
internal sealed record VocabularyView(int Version, string Hash, JsonElement Vocabulary)
{
    /// <summary>Of a publication: number of the latest version, which is another one if this was published before, and others since. Jobs that name none take the latest.</summary>
    public int? Latest { get; init; }

    public static VocabularyView Of(VocabularyVersion version) => new(version.Number, version.Hash, JsonSerializer.Deserialize<JsonElement>(VocabularyJson.Canonical(version.Definition)));
}
