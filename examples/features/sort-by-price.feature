Feature: Sort the products by price
  Visitors with a budget start with what costs least.

  Scenario Outline: Products in the order of their prices
    Given I am on "/"
    When I select "<order>" from "Sort by"
    And I click the "Sort" button
    Then I see the heading "<first>" in the first item in the list "Products"
    And I see the heading "<last>" in the last item in the list "Products"
    And the URL contains "<query>"

    Examples:
      | order             | first          | last           | query           |
      | Lowest price      | Beeswax candle | Wool blanket   | sort=price      |
      | Highest price     | Wool blanket   | Beeswax candle | sort=price-desc |

  Scenario: The choice stays selected
    Given I am on "/?sort=price-desc"
    Then the "Sort by" field has value "Highest price"
