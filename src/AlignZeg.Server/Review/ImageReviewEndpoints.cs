using System.Net.Mime;
using System.Text.Json;
using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Endpoints;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Review;

/// <summary>What people say of label maps. Images are addressed by their index within the job, as in results and review lists: names hold slashes.</summary>
internal static class ImageReviewEndpoints
{
    private const int DefaultLimit = 100, MaxLimit = 500;

    public static void MapImageReviews(this IEndpointRouteBuilder v1)
    {
        string label = AccessPolicies.Of(AccessScopes.Label);
        var limit = new BodyLimit(v1.ServiceProvider.GetRequiredService<IOptions<UploadOptions>>().Value.MaxImageBytes);
        v1.MapGet("/jobs/{id}/reviews", ListAsync).WithSummary("The reviews of a job, by the index of the image.");
        v1.MapGet("/jobs/{id}/reviews/{index}", GetAsync).WithSummary("The review of an image; its ETag changes with what was said.").Produces<ImageReview>().MayAnswer(ProblemTypes.ReviewNotFound);
        v1.MapPut("/jobs/{id}/reviews/{index}", PutAsync).RequireAuthorization(label).AddEndpointFilter<AuditFilter>().WithMetadata(limit)
            .WithSummary("Reviews an image: 201 if nobody had, 200 if it replaces or repeats a review. JSON; or the label map as it should be, a PNG of ids, with ?note=.")
            .Takes(MediaTypeNames.Application.Json, """{"verdict": "corrected", "note": "a fox", "regions": [{"from": "dog", "to": "cat"}, {"mask": {"size": [2, 2], "counts": "13"}, "to": "dog"}]}""")
            .AlsoTakes(MediaTypeNames.Image.Png).Produces<ImageReview>().Produces<ImageReview>(StatusCodes.Status201Created)
            .MayAnswer(ProblemTypes.ImageNotFound, ProblemTypes.InvalidReview, ProblemTypes.StaleVersion);
        v1.MapDelete("/jobs/{id}/reviews/{index}", DeleteAsync).RequireAuthorization(label).AddEndpointFilter<AuditFilter>()
            .WithSummary("Takes a review back; with If-Match only the one that the caller has seen.").Produces(StatusCodes.Status204NoContent).MayAnswer(ProblemTypes.ReviewNotFound, ProblemTypes.StaleVersion);
    }

    private static async Task<ImageReviewPage> ListAsync(TenantScope tenant, string id, ReviewStore store, int? after, int? limit, CancellationToken cancellationToken)
    {
        await tenant.Job(id).GetRequestAsync(cancellationToken);
        int most = Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);
        var indices = await store.ListAsync(tenant.Key(id), cancellationToken).Where(index => after is null || index > after).Take(most + 1).ToListAsync(cancellationToken);
        var reviews = await store.ReadAsync(tenant.Key(id), [.. indices.Take(most)], cancellationToken);
        return new(reviews, indices.Count > most ? indices[most - 1] : null);
    }

    private static async Task<IResult> GetAsync(TenantScope tenant, string id, int index, ReviewStore store, HttpContext http, CancellationToken cancellationToken)
    {
        await tenant.Job(id).GetRequestAsync(cancellationToken);
        var found = await store.FindAsync(tenant.Key(id), index, cancellationToken) ?? throw NotFound(index);
        http.Response.Headers.ETag = found.ETag();
        return TypedResults.Ok(found);
    }

    private static async Task<IResult> PutAsync(
        TenantScope tenant, string id, int index, ReviewStore store, Reviewer reviewer, HttpContext http, CancellationToken cancellationToken, string? note = null)
    {
        var body = await Bodies.ReadAsync(http.Request, cancellationToken);
        var review = http.Request.ContentType?.StartsWith(MediaTypeNames.Image.Png, StringComparison.OrdinalIgnoreCase) == true
            ? await reviewer.OfMapAsync(tenant, id, index, body, note, cancellationToken)
            : await reviewer.OfAsync(tenant, id, index, Parse(body), cancellationToken);
        var (kept, isNew) = await store.SaveAsync(tenant.Key(id), review, known => CheckConditions(http.Request, known), cancellationToken);
        http.Response.Headers.ETag = kept.ETag();
        return isNew ? TypedResults.Created($"/v1/jobs/{id}/reviews/{index}", kept) : TypedResults.Ok(kept);
    }

    private static async Task<IResult> DeleteAsync(TenantScope tenant, string id, int index, ReviewStore store, HttpContext http, CancellationToken cancellationToken)
    {
        await tenant.Job(id).GetRequestAsync(cancellationToken);
        return await store.DeleteAsync(tenant.Key(id), index, known => CheckConditions(http.Request, known), cancellationToken) ? TypedResults.NoContent() : throw NotFound(index);
    }

    private static ReviewBody Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<ReviewBody>(body, WireJson.Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException("", exception);
        }
    }

    private static void CheckConditions(HttpRequest request, string? known) =>
        Preconditions.Check(request, known, "Nobody has reviewed the image yet.", review => $"The review of the image is {review}; look at it first.");

    private static ProblemException NotFound(int index) => new(ProblemTypes.ReviewNotFound, $"Nobody has reviewed image {index} of the job.");
}

/// <summary>A page of reviews.</summary>
/// <param name="Reviews">By the index of the image.</param>
/// <param name="Next">For <c>after</c>; null = there are no more.</param>
internal sealed record ImageReviewPage(IReadOnlyList<ImageReview> Reviews, int? Next);
