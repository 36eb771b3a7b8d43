using System.Net.Mime;
using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Problems;
using AlignZeg.Server.Segmenting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Endpoints;

/// <summary>One image in, its label map out, before all bulk work: with a published vocabulary, with classes that are only tried, or with a whole draft of a vocabulary.</summary>
internal static class SegmentEndpoints
{
    private const string Draft = """
        --draft
        Content-Disposition: form-data; name="vocabulary"

        {"classes": ["road", {"name": "car", "threshold": 0.6}], "margin": 0.1}
        --draft
        Content-Disposition: form-data; name="image"; filename="street.jpg"

        (the bytes of the image)
        --draft--
        """;

    private static readonly ProblemType[] Problems =
    [
        ProblemTypes.VocabularyNotFound, ProblemTypes.ModelNotFound, ProblemTypes.InvalidName, ProblemTypes.InvalidVocabulary, ProblemTypes.TextTooLong, ProblemTypes.ImageRejected, ProblemTypes.QuotaExceeded, ProblemTypes.ModelUnavailable,
    ];

    public static void MapSegment(this IEndpointRouteBuilder v1)
    {
        var limit = new BodyLimit(v1.ServiceProvider.GetRequiredService<IOptions<UploadOptions>>().Value.MaxImageBytes);
        v1.MapPost("/segment", SegmentAsync).RequireAuthorization(AccessPolicies.Of(AccessScopes.Label)).WithMetadata(limit)
            .WithSummary("Labels one image now, before all jobs: with a published vocabulary, or with classes to try. A PNG of ids; with Accept: application/json the classes found and their masks.")
            .Takes("application/octet-stream").Produces<SegmentationView>().AlsoGives(MediaTypeNames.Image.Png).MayAnswer(Problems);
        v1.MapPost("/vocabularies/try", TryAsync).RequireAuthorization(AccessPolicies.Of(AccessScopes.Label)).WithMetadata(limit)
            .WithSummary("Labels one image with a draft of a vocabulary, of which nothing is stored: a form of an image and a vocabulary. Answers as segment does.")
            .Takes(MediaTypeNames.Multipart.FormData, Draft).Produces<SegmentationView>().AlsoGives(MediaTypeNames.Image.Png).MayAnswer(Problems);
    }

    private static async Task<IResult> SegmentAsync(
        TenantScope tenant, HttpRequest request, InteractiveSegmenter segmenter, string model, CancellationToken cancellationToken, string? vocabulary = null, int version = 0,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "class")] string[]? classes = null, double? threshold = null, double? margin = null, bool png = false)
    {
        var asked = (await AskedAsync(tenant, vocabulary, version, classes ?? [], cancellationToken)).With(threshold, margin);
        var image = await Bodies.ReadAsync(request, cancellationToken);
        if (image.Length == 0) throw new BadHttpRequestException("The body is empty; send the bytes of an image.");
        return Answer(request, await segmenter.SegmentAsync(tenant, image, new(model), asked, cancellationToken), asked.Definition, png);
    }

    private static async Task<IResult> TryAsync(
        TenantScope tenant, HttpRequest request, InteractiveSegmenter segmenter, string model, CancellationToken cancellationToken, bool png = false)
    {
        var draft = await VocabularyDraft.ReadAsync(request, cancellationToken);
        return Answer(request, await segmenter.SegmentAsync(tenant, draft.Image, new(model), new(draft.Vocabulary), cancellationToken), draft.Vocabulary, png);
    }

    private static IResult Answer(HttpRequest request, SegmentedMap found, VocabularyDefinition vocabulary, bool png) =>
        request.Headers.Accept.ToString().Contains(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Ok(SegmentationView.Of(found, vocabulary, png))
            : TypedResults.Bytes(found.Png, MediaTypeNames.Image.Png);

    private static async Task<DraftOrVersion> AskedAsync(TenantScope tenant, string? vocabulary, int version, string[] classes, CancellationToken cancellationToken)
    {
        if (vocabulary is null == (classes.Length == 0))
            throw new BadHttpRequestException("Name either a vocabulary (?vocabulary=NAME, with &version=N if it is not the latest), or classes to try (?class=cat&class=dog).");
        if (vocabulary is null) return new(VocabularyRules.Require(new("draft", [.. classes.Select(VocabularyClass.Named)], [])));
        var grain = tenant.Vocabulary(vocabulary);
        var found = await grain.GetAsync(version, cancellationToken);
        return new(found.Definition, grain, found.Number);
    }
}
