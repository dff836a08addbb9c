Feature: Discount code in the cart
  Newsletter readers get ten percent off with their code.

  Background:
    Given I am on "/"
    And I click "Add to cart" in the item "Enamel teapot"
    And I click the link "Cart (1)"

  Scenario: Without a code the price stays as it is
    Then I see "Total €42.00"
    And I do not see "Discount"

  Scenario: A code takes ten percent off
    Given I see the "Code from the newsletter" field
    When I enter "WELCOME10" into the "Code from the newsletter" field
    And I click the "Apply" button
    Then I see "Discount (WELCOME10)"
    And I see "−€4.20"
    And I see "Total €37.80"

  Scenario: A code may be typed in small letters
    Given I see the "Code from the newsletter" field
    When I enter "welcome10" into the "Code from the newsletter" field
    And I click the "Apply" button
    Then I see "Discount (WELCOME10)"
    And I see "Total €37.80"

  Scenario: An unknown code is refused and takes nothing off
    Given I see the "Code from the newsletter" field
    When I enter "SUMMER99" into the "Code from the newsletter" field
    And I click the "Apply" button
    Then I see "We do not know the code SUMMER99."
    And I see "Total €42.00"
