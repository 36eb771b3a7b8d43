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
        .WithSummary("Images of a job by falling uncertainty, the most uncertain ones only; while it runs, of the results there are.");

    private static async Task<ReviewPage> ReadAsync(TenantScope tenant, string id, ReviewLists lists, string? after, int? limit, CancellationToken cancellationToken)
    {
        int most = Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);
        var found = await lists.ReadAsync(tenant, id, ReviewPosition.Parse(after), most + 1, cancellationToken);
        return found.Count > most ? new([.. found.Take(most)], found[most - 1].Position().ToString()) : new(found, null);
    }
}

/// <summary>A page of a review list.</summary>
/// <param name="Images">By falling uncertainty.</param>
/// <param name="Next">For <c>after</c>; null = there are no more.</param>
internal sealed record ReviewPage(IReadOnlyList<ReviewImage> Images, string? Next);
