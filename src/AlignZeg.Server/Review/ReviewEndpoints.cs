using AlignZeg.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Review;

/// <summary>What a person should look at first.</summary>
internal static class ReviewEndpoints
{
    private const int DefaultLimit = 100, MaxLimit = 1_000;

    public static void MapReview(this IEndpointRouteBuilder v1) => v1.MapGet("/jobs/{id}/review", ReadAsync)
        .WithSummary("Images of a job by falling uncertainty, the most uncertain ones only; while it runs, of the results there are. With ?reviewed=false only those that nobody has reviewed yet.");

    private static async Task<ReviewPage> ReadAsync(TenantScope tenant, string id, ReviewLists lists, ReviewStore store, string? after, int? limit, CancellationToken cancellationToken, bool? reviewed = null)
    {
        int most = Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);
        var place = ReviewPosition.Parse(after);
        if (reviewed is { } wanted) return await FilterAsync(lists, tenant, id, store, place, most, wanted, cancellationToken);
        var found = await lists.ReadAsync(tenant, id, place, most + 1, cancellationToken);
        return found.Count > most ? new([.. found.Take(most)], found[most - 1].Position().ToString()) : new(found, null);
    }

    // Asks for the images at hand alone, since reviews can be many more than a list has images.
    private static async Task<ReviewPage> FilterAsync(
        ReviewLists lists, TenantScope tenant, string id, ReviewStore store, ReviewPosition place, int most, bool wanted, CancellationToken cancellationToken)
    {
        var kept = new List<ReviewImage>();
        while (true)
        {
            var found = await lists.ReadAsync(tenant, id, place, MaxLimit, cancellationToken);
            bool[] reviewed = await store.AreReviewedAsync(tenant.Key(id), [.. found.Select(image => image.Index)], cancellationToken);
            foreach (var (image, isReviewed) in found.Zip(reviewed))
            {
                if (isReviewed != wanted) continue;
                if (kept.Count == most) return new(kept, kept[^1].Position().ToString());
                kept.Add(image);
            }

            if (found.Count < MaxLimit) return new(kept, null);
            place = found[^1].Position();
        }
    }
}

/// <summary>A page of a review list.</summary>
/// <param name="Images">By falling uncertainty.</param>
/// <param name="Next">For <c>after</c>; null = there are no more.</param>
internal sealed record ReviewPage(IReadOnlyList<ReviewImage> Images, string? Next);
