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

/// <summary>One image in, its label map out, before all bulk work: with a published vocabulary, or with classes that are only tried.</summary>
internal static class SegmentEndpoints
{
    public static void MapSegment(this IEndpointRouteBuilder v1)
    {
        var uploads = v1.ServiceProvider.GetRequiredService<IOptions<UploadOptions>>().Value;
        v1.MapPost("/segment", SegmentAsync).RequireAuthorization(AccessPolicies.Of(AccessScopes.Label)).WithMetadata(new BodyLimit(uploads.MaxImageBytes))
            .WithSummary("Labels one image now, before all jobs: with a published vocabulary, or with classes to try. A PNG of ids; with Accept: application/json the classes found and the PNG in Base64.")
            .Takes("application/octet-stream").Produces<SegmentationView>().AlsoGives(MediaTypeNames.Image.Png)
            .MayAnswer(ProblemTypes.VocabularyNotFound, ProblemTypes.ModelNotFound, ProblemTypes.InvalidName, ProblemTypes.InvalidVocabulary, ProblemTypes.ImageRejected, ProblemTypes.QuotaExceeded, ProblemTypes.ModelUnavailable);
    }

    private static async Task<IResult> SegmentAsync(
        TenantScope tenant, HttpRequest request, InteractiveSegmenter segmenter, string model, CancellationToken cancellationToken,
        string? vocabulary = null, int version = 0, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "class")] string[]? classes = null)
    {
        var asked = await AskedAsync(tenant, vocabulary, version, classes ?? [], cancellationToken);
        var image = await Bodies.ReadAsync(request, cancellationToken);
        if (image.Length == 0) throw new BadHttpRequestException("The body is empty; send the bytes of an image.");
        var found = await segmenter.SegmentAsync(tenant, image, new(model), asked, cancellationToken);
        return request.Headers.Accept.ToString().Contains(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Ok(SegmentationView.Of(found, asked.Definition))
            : TypedResults.Bytes(found.Png, MediaTypeNames.Image.Png);
    }

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
